"""Terms in a compact notation of their own, for tables of what is read."""

from microgauss.formula.terms import Statement, Term

INFIX = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/", "pow": "^"}
CLOSING = {"(": ")", "[": "]", "{": "}", "": ""}


def written(term: Term) -> str:
    """Write a term: (a+b), [2 x] for factors side by side, log<x>, x_i, sum i<x_i, 1, N>."""
    args = [written(arg) for arg in term.args]
    if term.kind == "operation":
        return operation(term.text, args)
    if term.kind in ("name", "number"):
        return f"*{term.text}*" if term.bold else term.text
    simple = {
        "juxtaposed": f"[{' '.join(args)}]",
        "group": f"{term.text}{', '.join(args)}{CLOSING.get(term.text, '')}",
        "index": f"{'.'.join(args).replace('.', '_', 1)}",
        "prime": f"{''.join(args)}{term.text}",
        "derivative": f"{'d' if term.bold else '∂'}{term.text}<{'; '.join(args)}>",
        "equation": term.text.join(args),
        "relation": term.text.join(args),
        "dots": "...",
    }
    return simple.get(term.kind, f"{term.kind} {term.text}<{', '.join(args)}>".replace(" <", "<"))


def operation(name: str, args: list[str]) -> str:
    """Write an operation of the table."""
    if name in INFIX:
        return f"({INFIX[name].join(args)})"
    return f"(-{args[0]})" if name == "negative" else f"{name}<{', '.join(args)}>"


def statement_written(statement: Statement) -> str:
    """Write a statement: f = a <= b."""
    first, *others = map(written, statement.sides)
    links = zip(statement.relations, others, strict=True)
    return " ".join([first, *(f"{relation} {side}" for relation, side in links)])
