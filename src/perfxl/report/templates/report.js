"use strict";
/* The list of units and the page of each one. Data is packed (gzip, base64) in script elements; what a unit's page
   needs is unpacked when it is asked for. Texts from returns only ever become text nodes. */
(() => {
  const VERDICTS = ["rejected", "unreadable", "explain", "accepted"];
  const LEVELS = ["error", "warning", "info", "undecided"];
  const LEVEL_NAMES = ["错误", "警告", "提示", "不能判断"];
  const OVERSCAN = 12;
  const byId = (id) => document.getElementById(id);
  const state = { units: [], shown: [], sort: ["", 1], verdicts: new Set(), levels: new Set(), follows: false };
  let index = null;
  let byKey = new Map();
  let chunk = { number: -1, data: null };
  let rowHeight = 48;
  let current = -1;

  /* An element with a class, texts and other elements in it. */
  function el(tag, className, ...children) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    for (const child of children) {
      if (child !== null && child !== undefined && child !== "") node.append(child);
    }
    return node;
  }

  async function unpack(id) {
    const packed = Uint8Array.from(atob(byId(id).textContent), (char) => char.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).json();
  }

  async function details(unit) {
    if (chunk.number !== unit.chunk) chunk = { number: unit.chunk, data: await unpack("c" + unit.chunk) };
    return chunk.data[unit.at];
  }

  /* ---- the list ---- */
  const COLUMNS = [
    ["who", "单位", "c-who", (unit) => unit.who],
    ["verdict", "结论", "c-verdict mid", (unit) => unit.verdict],
    ["error", "错误", "c-small num", (unit) => unit.counts[0]],
    ["warning", "警告", "c-small num wide", (unit) => unit.counts[1]],
    ["info", "提示", "c-small num wide", (unit) => unit.counts[2]],
    ["score", "得分", "c-small num wide", (unit) => unit.score],
    ["grade", "等级", "c-small mid wide", (unit) => unit.grade],
    ["budget", "预算数", "c-money num money", (unit) => unit.budget],
    ["executed", "执行数", "c-money num money", (unit) => unit.executed],
    ["rate", "执行率", "c-rate num", (unit) => unit.rate],
  ];
  const collator = new Intl.Collator("zh-CN", { numeric: true });

  function order(a, b, value, direction) {
    const x = value(a), y = value(b);
    const none = (item) => item === null || item === "";
    if (none(x) || none(y)) return none(x) - none(y) || a.number - b.number;
    const found = typeof x === "number" ? x - y : collator.compare(x, y);
    return found * direction || a.number - b.number;
  }

  function pick() {
    const words = byId("q").value.toLowerCase().split(/\s+/).filter(Boolean);
    const rule = index.rules.findIndex((item) => item.id === byId("by-rule").value);
    const chosen = ["rate", "grade", "set"].map((name) => byId("by-" + name).value);
    state.shown = state.units.filter((unit) =>
      (!state.verdicts.size || state.verdicts.has(unit.verdict)) &&
      (rule < 0 || unit.rules.includes(rule)) &&
      (!chosen[0] || unit.band === Number(chosen[0])) &&
      (!chosen[1] || unit.grade === chosen[1]) &&
      (!chosen[2] || unit.set === chosen[2]) &&
      words.every((word) => unit.search.includes(word)));
    const [name, direction] = state.sort;
    const column = COLUMNS.find((item) => item[0] === name);
    if (column) state.shown.sort((a, b) => order(a, b, column[3], direction));
    byId("count").textContent = state.shown.length === state.units.length
      ? `共 ${state.units.length} 个` : `符合条件 ${state.shown.length} 个，共 ${state.units.length} 个`;
    byId("table").setAttribute("aria-rowcount", state.shown.length + 1);
    byId("scroller").scrollTop = 0;
    draw();
  }

  function row(unit, position) {
    const link = el("a", "", unit.who);
    link.href = "#" + unit.key;
    const line = el("tr", "", el("td", "who", link, el("small", "", unit.path)));
    line.setAttribute("aria-rowindex", position + 2);
    line.append(el("td", "mid", el("span", "badge " + VERDICTS[unit.verdict], index.verdicts[unit.verdict])));
    ["num", "num wide", "num wide"].forEach((className, level) => {
      line.append(el("td", className + (unit.counts[level] ? "" : " zero"), String(unit.counts[level])));
    });
    line.append(el("td", "num wide", unit.texts[0]), el("td", "mid wide", unit.grade));
    line.append(el("td", "num money", unit.texts[1]), el("td", "num money", unit.texts[2]));
    line.append(el("td", "num", unit.texts[3] && unit.texts[3] + "%"));
    return line;
  }

  function pad(height) {
    const line = el("tr", "pad", el("td"));
    line.style.height = height + "px";
    line.setAttribute("aria-hidden", "true");
    return line;
  }

  /* Only the rows in view are in the page, and all of them for printing. */
  function draw(everything) {
    const scroller = byId("scroller"), body = byId("rows"), total = state.shown.length;
    const first = everything ? 0 : Math.max(0, Math.floor(scroller.scrollTop / rowHeight) - OVERSCAN);
    const fit = Math.ceil((scroller.clientHeight || 800) / rowHeight) + 2 * OVERSCAN;
    const last = everything ? total : Math.min(total, first + fit);
    const focused = body.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    const rows = state.shown.slice(first, last).map((unit, offset) => row(unit, first + offset));
    body.replaceChildren(pad(first * rowHeight), ...rows, pad((total - last) * rowHeight));
    if (focused) {
      const again = [...body.querySelectorAll("a")].find((link) => link.getAttribute("href") === focused);
      if (again) again.focus({ preventScroll: true });
    }
    if (!everything && rows.length) rowHeight = rows[0].offsetHeight || rowHeight;
  }

  function heads() {
    for (const [name, title, className] of COLUMNS) {
      const button = el("button", "", title);
      button.type = "button";
      const head = el("th", className, button);
      head.scope = "col";
      head.dataset.sort = name;
      button.addEventListener("click", () => sortBy(name));
      byId("heads").append(head);
    }
  }

  function sortBy(name) {
    const again = state.sort[0] === name;
    const first = ["who", "verdict", "rate"].includes(name) ? 1 : -1;
    state.sort = again && state.sort[1] !== first ? ["", 1] : [name, again ? -first : first];
    for (const head of byId("heads").children) {
      const own = head.dataset.sort === state.sort[0];
      if (own) head.setAttribute("aria-sort", state.sort[1] > 0 ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    }
    pick();
  }

  function option(select, value, text) {
    const item = el("option", "", text);
    item.value = value;
    byId(select).append(item);
  }

  function filters() {
    index.verdicts.forEach((name, number) => {
      const count = state.units.filter((unit) => unit.verdict === number).length;
      if (!count) return;
      const chip = el("button", "chip", `${name} ${count}`);
      chip.type = "button";
      chip.setAttribute("aria-pressed", "false");
      chip.addEventListener("click", () => {
        const on = !state.verdicts.delete(number);
        if (on) state.verdicts.add(number);
        chip.setAttribute("aria-pressed", String(on));
        pick();
      });
      byId("verdicts").append(chip);
    });
    for (const rule of index.rules) option("by-rule", rule.id, `${rule.id} ${rule.title}`);
    index.bands.forEach((name, number) => option("by-rate", String(number), name));
    for (const grade of new Set(state.units.map((unit) => unit.grade))) if (grade) option("by-grade", grade, grade);
    const sets = [...new Set(state.units.map((unit) => unit.set))].filter(Boolean).sort();
    for (const name of sets) option("by-set", name, name);
    byId("by-set").parentElement.hidden = sets.length < 2;
    byId("filters").addEventListener("submit", (event) => event.preventDefault());
    byId("filters").addEventListener("input", pick);
    byId("filters").addEventListener("reset", () => {
      state.verdicts.clear();
      for (const chip of byId("verdicts").querySelectorAll("button")) chip.setAttribute("aria-pressed", "false");
      setTimeout(pick);
    });
  }

  function only(rule) {
    byId("by-rule").value = rule;
    pick();
    byId("units").scrollIntoView();
    byId("units").focus({ preventScroll: true });
  }

  /* ---- the page of one unit ---- */
  const letters = (column) => {
    let name = "";
    for (; column; column = Math.floor((column - 1) / 26)) name = String.fromCharCode(65 + ((column - 1) % 26)) + name;
    return name;
  };

  function places(excerpt, findings) {
    const own = new Map(), related = new Set();
    for (const number of excerpt.findings) {
      const finding = findings[number];
      if (finding.cell) own.set(finding.cell, [...(own.get(finding.cell) || []), number]);
      for (const place of finding.related) {
        if (place.startsWith(excerpt.sheet + "!")) related.add(place.slice(excerpt.sheet.length + 1));
      }
    }
    return [own, related];
  }

  function cellOf(excerpt, r, c, spans, marks, findings) {
    const [own, related] = marks;
    const address = letters(excerpt.left + c) + (excerpt.top + r);
    const cell = el("td", "", excerpt.rows[r][c]);
    const span = spans.get(r + "," + c);
    if (span) [cell.rowSpan, cell.colSpan] = span;
    const hits = own.get(address) || [];
    if (hits.length) {
      cell.className = LEVELS[Math.min(...hits.map((number) => findings[number].level))];
      for (const number of hits) {
        const link = el("a", "", String(number + 1));
        link.href = "#";
        link.dataset.finding = number;
        link.setAttribute("aria-label", `第 ${number + 1} 条`);
        cell.append(el("sup", "", link));
      }
    } else if (related.has(address)) {
      cell.className = "related";
    }
    cell.dataset.cell = address;
    return cell;
  }

  /* A small picture of the form: a table with the sheet's own column letters and row numbers. */
  function picture(excerpt, findings) {
    const hidden = new Set(), spans = new Map(), marks = places(excerpt, findings);
    for (const [top, left, bottom, right] of excerpt.merges) {
      spans.set((top - excerpt.top) + "," + (left - excerpt.left), [bottom - top + 1, right - left + 1]);
      for (let r = top; r <= bottom; r++) {
        for (let c = left; c <= right; c++) if (r !== top || c !== left) hidden.add((r - excerpt.top) + "," + (c - excerpt.left));
      }
    }
    const head = el("tr", "", el("th"));
    excerpt.rows[0].forEach((_, c) => head.append(el("th", "", letters(excerpt.left + c))));
    const body = el("tbody");
    excerpt.rows.forEach((texts, r) => {
      const line = el("tr", "", el("th", "", String(excerpt.top + r)));
      texts.forEach((_, c) => {
        if (!hidden.has(r + "," + c)) line.append(cellOf(excerpt, r, c, spans, marks, findings));
      });
      body.append(line);
    });
    const bottom = excerpt.top + excerpt.rows.length - 1;
    const caption = el("caption", "", `工作表“${excerpt.sheet}”第 ${excerpt.top}～${bottom} 行`);
    const box = el("div", "picture", el("table", "sheet", caption, el("thead", "", head), body));
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", caption.textContent);
    return box;
  }

  function compared(finding) {
    const box = el("div", "compare");
    for (const [name, text] of [["填报", finding.stated], ["应为", finding.computed], ["差额", finding.difference]]) {
      if (text) box.append(el("span", "", name + " ", el("b", "", text)));
    }
    return box.childNodes.length ? box : null;
  }

  function item(finding, number) {
    const where = finding.cell ? el("button", "where", finding.cell) : el("span", "meta", finding.sheet);
    if (finding.cell) {
      where.type = "button";
      where.dataset.show = finding.cell;
    }
    const rule = index.rules[finding.rule];
    const head = el("div", "head", el("span", "n", String(number + 1)), el("span", "level " + LEVELS[finding.level], LEVEL_NAMES[finding.level]),
      el("span", "rule", rule.id + " " + rule.title), where, finding.primary ? null : el("span", "meta", "由其他问题引起"));
    const line = el("li", LEVELS[finding.level], head, el("p", "", finding.body), compared(finding));
    line.id = "f" + number;
    line.tabIndex = -1;
    if (finding.said) line.append(el("p", "said", "单位说明：" + finding.said));
    const notes = [["怎么改：", finding.fix], ["依据：", finding.basis], ["相关：", finding.related.map((place) => near(place, finding.sheet)).join("、")]];
    line.append(el("p", "meta", notes.filter((note) => note[1]).map((note) => note[0] + note[1]).join("　")));
    return line;
  }

  /* A place as told beside a finding: without the sheet where it is the same. */
  const near = (place, sheet) => (sheet && place.startsWith(sheet + "!") ? place.slice(sheet.length + 1) : place);

  function wanted(finding) {
    return (state.follows || finding.primary) && (!state.levels.size || state.levels.has(finding.level));
  }

  /* The findings form by form; those that one picture shows stand below it. */
  function blocks(found) {
    const shownAt = new Map();
    found.excerpts.forEach((excerpt) => excerpt.findings.forEach((number) => shownAt.set(number, excerpt)));
    const parts = el("div"), done = new Set();
    let form = null;
    found.findings.forEach((finding, number) => {
      if (done.has(number) || !wanted(finding)) return;
      if (finding.form !== form) {
        form = finding.form;
        parts.append(el("h3", "", form));
      }
      const excerpt = shownAt.get(number);
      const members = (excerpt ? excerpt.findings : [number]).filter((other) => wanted(found.findings[other]));
      const list = el("ol", "found");
      for (const other of members) {
        done.add(other);
        list.append(item(found.findings[other], other));
      }
      parts.append(el("div", "block", excerpt ? picture({ ...excerpt, findings: members }, found.findings) : null, list));
    });
    if (!parts.childNodes.length) parts.append(el("p", "", found.findings.length ? "没有符合所选级别的问题。" : "没有发现问题。"));
    return parts;
  }

  function toggle(text, on, change) {
    const box = el("input");
    box.type = "checkbox";
    box.checked = on;
    box.addEventListener("change", () => change(box.checked));
    return el("label", "", box, " " + text);
  }

  function choices(found, redraw) {
    const box = el("div", "choices");
    LEVEL_NAMES.forEach((name, level) => {
      const count = found.findings.filter((finding) => finding.level === level).length;
      if (count) box.append(toggle(`只看${name} ${count}`, state.levels.has(level), (on) => {
        if (on) state.levels.add(level); else state.levels.delete(level);
        redraw();
      }));
    });
    const follows = found.findings.filter((finding) => !finding.primary).length;
    if (follows) box.append(toggle(`也列出由其他问题引起的 ${follows} 条`, state.follows, (on) => {
      state.follows = on;
      redraw();
    }));
    return box;
  }

  function topBar(unit) {
    const back = el("a", "plain", "← 返回列表");
    back.href = "#units";
    const bar = el("div", "bar-top", back);
    const list = state.shown.includes(unit) ? state.shown : state.units, at = list.indexOf(unit);
    for (const [text, other] of [["上一单位", list[at - 1]], ["下一单位", list[at + 1]]]) {
      if (other) {
        const link = el("a", "plain", text);
        link.href = "#" + other.key;
        bar.append(link);
      }
    }
    const print = el("button", "plain", "打印本页");
    print.type = "button";
    print.addEventListener("click", () => window.print());
    bar.append(print);
    return bar;
  }

  function figures(unit) {
    const box = el("dl", "figures");
    const texts = [["年度", unit.year], ["套表", unit.set], ["得分", unit.texts[0]], ["等级", unit.grade],
      ["预算数（万元）", unit.texts[1]], ["执行数（万元）", unit.texts[2]], ["执行率", unit.texts[3] && unit.texts[3] + "%"]];
    for (const [name, text] of texts) if (text) box.append(el("div", "", el("dt", "", name), el("dd", "", String(text))));
    return box;
  }

  async function show(unit) {
    current = unit.number;
    const found = read(await details(unit));
    if (current !== unit.number) return;
    const title = el("h2", "unit", unit.who);
    title.tabIndex = -1;
    const counts = LEVEL_NAMES.map((name, level) => unit.counts[level] && `${name} ${unit.counts[level]}`).filter(Boolean);
    const head = el("section", "", topBar(unit), title, el("span", "badge " + VERDICTS[unit.verdict], index.verdicts[unit.verdict]),
      el("p", "file", unit.path + "　" + (counts.join("，") || "没有发现问题")), figures(unit));
    const body = el("section");
    const redraw = () => {
      body.replaceChildren(blocks(found));
      if (found.across.length) body.append(el("h3", "", "跨单位审核"), el("ol", "found", ...found.across.map(item)));
    };
    head.append(choices(found, redraw));
    redraw();
    byId("detail").replaceChildren(head, body);
    byId("overview").hidden = true;
    byId("detail").hidden = false;
    document.title = unit.who + " 审核报告";
    window.scrollTo(0, 0);
    title.focus({ preventScroll: true });
  }

  function read([findings, excerpts, across]) {
    const finding = ([rule, level, primary, form, sheet, cell, body, stated, computed, difference, related, fix, basis, said]) =>
      ({ rule, level, primary, form, sheet, cell, body, stated, computed, difference, related, fix, basis, said });
    return {
      findings: findings.map(finding),
      excerpts: excerpts.map(([sheet, top, left, rows, merges, numbers]) => ({ sheet, top, left, rows, merges, findings: numbers })),
      across: across.map(finding),
    };
  }

  function go(number) {
    const line = byId("f" + number);
    if (!line) return;
    line.scrollIntoView({ block: "center" });
    line.focus({ preventScroll: true });
  }

  function point(button) {
    const block = button.closest(".block");
    for (const cell of byId("detail").querySelectorAll("td.at")) cell.classList.remove("at");
    const cell = block && [...block.querySelectorAll("td")].find((one) => one.dataset.cell === button.dataset.show);
    if (!cell) return;
    cell.classList.add("at");
    cell.scrollIntoView({ block: "center", inline: "nearest" });
  }

  function overview() {
    const from = state.units[current];
    current = -1;
    byId("detail").hidden = true;
    byId("detail").replaceChildren();
    byId("overview").hidden = false;
    document.title = "预算绩效报表审核报告";
    draw();
    const again = from && [...byId("rows").querySelectorAll("a")].find((link) => link.hash === "#" + from.key);
    if (again) again.focus();
    else if (from) byId("units").focus();
  }

  function route() {
    const unit = byKey.get(location.hash.slice(1));
    if (unit) return show(unit);
    if (!byId("detail").hidden || current >= 0) overview();
    return null;
  }

  function listen() {
    byId("scroller").addEventListener("scroll", () => requestAnimationFrame(() => draw()), { passive: true });
    window.addEventListener("resize", () => draw());
    window.addEventListener("hashchange", route);
    window.addEventListener("beforeprint", () => { if (!byId("overview").hidden) draw(true); });
    // The page still has its printed size when this is told, so that the rows in view are not known yet.
    window.addEventListener("afterprint", () => requestAnimationFrame(() => { if (!byId("overview").hidden) draw(); }));
    document.addEventListener("click", (event) => {
      const target = event.target.closest("[data-rule],[data-finding],[data-show]");
      if (!target) return;
      if (target.dataset.rule) only(target.dataset.rule);
      else if (target.dataset.finding) { event.preventDefault(); go(target.dataset.finding); }
      else point(target);
    });
    document.addEventListener("keydown", (event) => {
      const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
      if (event.key === "/" && !typing && !byId("overview").hidden) { event.preventDefault(); byId("q").focus(); }
      if (event.key === "Escape" && !byId("detail").hidden) location.hash = "#units";
      if ((event.key === "ArrowDown" || event.key === "ArrowUp") && byId("rows").contains(event.target)) step(event);
    });
  }

  function step(event) {
    const line = event.target.closest("tr");
    const next = event.key === "ArrowDown" ? line.nextElementSibling : line.previousElementSibling;
    const link = next && next.querySelector("a");
    if (!link) return;
    event.preventDefault();
    link.focus();
  }

  async function start() {
    if (typeof DecompressionStream === "undefined") {
      throw new Error("浏览器版本过低，单位列表无法显示。请用新版的 Edge、Chrome、Firefox 或 Safari 打开。");
    }
    index = await unpack("index");
    state.units = index.units.map(([key, who, path, year, set, verdict, counts, texts, grade, band, rules, chunkNumber, at], number) => {
      const [score, budget, executed, rate] = texts.map((text) => (text === "" ? null : Number(text.replaceAll(",", ""))));
      return { key, who, path, year, set, verdict, counts, texts, grade, band, rules, chunk: chunkNumber, at, number,
        score, budget, executed, rate, search: (who + " " + path).toLowerCase() };
    });
    byKey = new Map(state.units.map((unit) => [unit.key, unit]));
    heads();
    filters();
    listen();
    pick();
    await route();
    document.documentElement.dataset.ready = "yes";
  }

  start().catch((error) => {
    byId("failure").textContent = error.message;
    byId("failure").hidden = false;
  });
})();
