"""Thirty ways to run a script through a text, and a summary that says one of them in every field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flawed import flawed_summary
from pydantic import BaseModel

from summariser.records import Summary

# Each would set `document.title` to "pwned" or fetch something if it ran.
PAYLOADS = [
    "<script>document.title='pwned'</script>",
    "</script><script>document.title='pwned'</script>",
    "</style><script>document.title='pwned'</script>",
    "</title><script>document.title='pwned'</script>",
    "</textarea><script>document.title='pwned'</script>",
    "--><script>document.title='pwned'</script>",
    "]]><script>document.title='pwned'</script>",
    "<img src=x onerror=\"document.title='pwned'\">",
    "\"><img src=x onerror=document.title='pwned'>",
    "'><img src=x onerror=document.title='pwned'>",
    "<svg onload=document.title='pwned'>",
    "</svg><svg onload=document.title='pwned'>",
    "<svg><script>document.title='pwned'</script></svg>",
    "<svg><animate onbegin=document.title='pwned' attributeName=x dur=1s>",
    "<body onload=document.title='pwned'>",
    "<details open ontoggle=document.title='pwned'>",
    "<input autofocus onfocus=document.title='pwned'>",
    "<video><source onerror=document.title='pwned'></video>",
    "<iframe srcdoc=\"<script>parent.document.title='pwned'</script>\"></iframe>",
    "<iframe src=\"javascript:parent.document.title='pwned'\"></iframe>",
    "<object data=\"javascript:document.title='pwned'\"></object>",
    "<a href=\"javascript:document.title='pwned'\" id=x>x</a>",
    "javascript:document.title='pwned'",
    "data:text/html,<script>document.title='pwned'</script>",
    '" autofocus onfocus="document.title=\'pwned\'" x="',
    "' onmouseover='document.title=\"pwned\"' x='",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=document.title='pwned'>",
    "<meta http-equiv=refresh content=\"0;url=javascript:document.title='pwned'\">",
    "{{ cycler.__init__.__globals__ }}{% raw %}<script>document.title='pwned'</script>",
    "\u003cscript\u003edocument.title='pwned'\u003c/script\u003e&lt;script&gt;document.title='pwned'&lt;/script&gt;",
]


def poisoned(payload: str) -> Summary:
    """A summary with every kind of field in use, and the payload in each that holds free text."""
    return Summary.model_validate(_in_every_text(flawed_summary(), lambda text: payload + text))


# Fields whose values are words of a vocabulary or ids of ours.
_CLOSED = {
    "kind", "scope", "type", "status", "role", "of", "qualifier", "verdict", "severity", "grade", "category",
    "effect", "weapons",
}  # fmt: skip


def _in_every_text(model: BaseModel, change: Callable[[str], str]) -> dict[str, Any]:
    stored = model.model_dump(mode="json")
    stored["article"] |= {"title": "t", "url": "u", "suspicious": ["s"], "repairs": ["r"]}
    for attack in stored["attacks"]:
        attack["place"] |= {"ambiguous": True, "reason": "why"}
    # Place kinds steer where a marker goes; they are the gazetteer's own words.
    return _changed(stored, change, key="")


def _changed(value: Any, change: Callable[[str], str], *, key: str) -> Any:
    if isinstance(value, dict):
        is_place = "latitude" in value
        return {k: v if is_place and k == "kind" else _changed(v, change, key=k) for k, v in value.items()}
    if isinstance(value, list):
        return [_changed(item, change, key=key) for item in value]
    closed = key in _CLOSED or key in ("start", "end", "published")
    return change(value) if isinstance(value, str) and not closed else value
