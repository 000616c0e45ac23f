"""What schemathesis cannot know from the OpenAPI document."""

from uuid import uuid4

import schemathesis
from schemathesis.generation import GenerationMode

KEY = "Idempotency-Key"
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.media_type in FORMS and isinstance(case.body, dict):
        case.body = without_extras(case.operation, case.body)
    is_valid = case.meta is None or case.meta.generation.mode == GenerationMode.POSITIVE
    if is_valid and isinstance((case.headers or {}).get(KEY), str):
        case.headers[KEY] = renewed(case.headers[KEY])


def without_extras(operation, body):
    """Fields that are not known are ignored, but a form can say only so many, each once, under names of some kinds."""
    known = {name for each in operation.body for name in each.raw_schema.get("properties", {})}
    return {name: value for name, value in body.items() if name in known}


def renewed(key):
    """A key stands for one body for ever: something is put into it that makes it new."""
    if not key.startswith('"'):
        return uuid4().hex + key[:200]
    return f'"{uuid4().hex}{key[1:]}' if len(key) < 200 else f'"{uuid4().hex}"'
