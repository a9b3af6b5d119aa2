"""Random damage to workbooks, for fuzzing: on the package's bytes, on the XML of its parts, on the values in it."""

from __future__ import annotations

import re
from random import Random

from workbooks import pack, parts

_TOKEN = re.compile(r"<[^>]*>|[^<]+")
_ATTRIBUTE = re.compile(r'="([^"]*)"')
_NASTY = (
    "", " ", "0", "-1", "-0", "99999999999999999999", "1e308", "1e-400", "nan", "inf", "1_000", "１２．３", "9" * 500,
    "A0", "XFD1048577", "A1:XFD1048576", "AAAA1", "#REF!", "#N/A", "=1+1", "@SUM(A1)", "％", "≥", "≥≤", "100%", "万元",
    "1,2,3", "（）", "某局：", "\u200b", "\ufeff", "🙂", "&#x0;", "&#55296;", "&amp;", "&undefined;", "]]>", "_x0000_",
    "rId1", "../../x.xml", "general", "[h]:mm", "\\", '"', "'",
)  # fmt: skip


def mutated(data: bytes, random: Random) -> bytes:
    """A workbook with some damage; one that is no package any more now and then."""
    if random.random() < 0.15:
        return _bytes(data, random)
    content = parts(data)
    for _ in range(random.randint(1, 4)):
        name = random.choice([part for part in content if part.endswith((".xml", ".rels"))])
        content[name] = _part(content[name].decode("utf-8", "replace"), random).encode(
            "utf-8", "surrogatepass"
        )
    if random.random() < 0.1:
        del content[random.choice(list(content))]
    packed = pack(content)
    return _bytes(packed, random) if random.random() < 0.1 else packed


def _bytes(data: bytes, random: Random) -> bytes:
    """Some bytes changed, cut out, doubled."""
    changed = bytearray(data)
    for _ in range(random.randint(1, 8)):
        at, length = random.randrange(len(changed)), random.randint(1, 64)
        what = random.randrange(4)
        if what == 0:
            changed[at] = random.randrange(256)
        elif what == 1:
            del changed[at : at + length]
        elif what == 2:
            changed[at:at] = changed[at : at + length]
        else:
            changed[at:at] = random.randbytes(length)
        changed = changed or bytearray(b"P")
    return bytes(changed)


def _part(text: str, random: Random) -> str:
    """Some tags and texts of a part dropped, doubled, swapped or given other values."""
    tokens = _TOKEN.findall(text) or [text]
    for _ in range(random.randint(1, 6)):
        at, other = random.randrange(len(tokens)), random.randrange(len(tokens))
        what = random.randrange(8)
        if what == 0:
            tokens[at] = ""
        elif what == 1:
            tokens[at] *= random.choice((2, 50))
        elif what == 2:
            tokens[at], tokens[other] = tokens[other], tokens[at]
        else:
            tokens[at] = _revalued(tokens[at], random)
    return "".join(tokens)


def _revalued(token: str, random: Random) -> str:
    nasty = random.choice(_NASTY)
    if not token.startswith("<"):
        return nasty
    values = list(_ATTRIBUTE.finditer(token))
    if not values:
        return token
    chosen = random.choice(values)
    return token[: chosen.start(1)] + nasty.replace('"', "&quot;") + token[chosen.end(1) :]
