"""What click says of a mistake on the command line, in Chinese. Imported only when there is one."""

from __future__ import annotations

import click


def in_chinese(error: click.ClickException) -> str:
    """The message for any exception that click raises; our own are Chinese already."""
    if isinstance(error, click.NoSuchOption):
        near = "、".join(error.possibilities or ())
        return f"没有选项“{error.option_name}”" + (f"；相近的有 {near}" if near else "")
    if isinstance(error, click.MissingParameter):
        return _missing(error)
    if isinstance(error, click.BadParameter):
        return f"{_name(error.param)} 的值不对：{error.message}"
    if isinstance(error, click.BadOptionUsage):
        return _option_usage(error)
    if isinstance(error, click.BadArgumentUsage):
        return "参数的个数不对"
    if isinstance(error, click.FileError):
        return f"无法打开文件 {error.ui_filename}"
    return error.message


def _missing(error: click.MissingParameter) -> str:
    what = "选项" if isinstance(error.param, click.Option) else "参数"
    return f"缺少{what} {_with_value(error.param)}"


def _option_usage(error: click.BadOptionUsage) -> str:
    """An option without its value, or a switch with one."""
    params = error.ctx.command.params if error.ctx else ()
    option = next((param for param in params if error.option_name in param.opts), None)
    if isinstance(option, click.Option) and not option.is_flag:
        return f"选项 {error.option_name} 后面缺少值：{error.option_name} {_metavar(option)}"
    return f"选项 {error.option_name} 后面不写值"


def _name(param: click.Parameter | None) -> str:
    """What the user calls it: an option by its name, an argument by what stands in the usage line."""
    return param.opts[-1] if isinstance(param, click.Option) else _metavar(param)


def _with_value(param: click.Parameter | None) -> str:
    if isinstance(param, click.Option):
        return f"{param.opts[0]} {_metavar(param)}"
    return _metavar(param)


def _metavar(param: click.Parameter | None) -> str:
    return (param.metavar or "") if param is not None else ""
