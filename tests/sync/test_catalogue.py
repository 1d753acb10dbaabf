"""What an endpoint says of itself is read however it is written."""

import pytest

from sync.catalogue import Datatype, read_definition

VALUES = (
    b'[{"key": 123, "name": "Ford"}, {"key": "124", "name": "Chrysler"}]',
    b'{"value": [{"key": 123, "name": "Ford"}, {"key": 124, "name": "Chrysler"}]}',
    b'["123", 124]',
    b'[{"name": "123"}, {"key": "", "name": "124"}]',
)


@pytest.mark.parametrize("values", VALUES)
def test_keys_are_read_however_they_are_written(values: bytes) -> None:
    (one,) = read_definition(
        b'{"attributes": [{"code": 7, "datatype": "singlevaluelist", "values": %b}]}'
        % values
    )
    assert (one.code, one.keys) == ("7", ("123", "124"))


@pytest.mark.parametrize(
    ("written", "datatype"),
    [
        *((one.value, one) for one in Datatype),
        ("SingleValueList", Datatype.SINGLE),
        ("multi_value_list", Datatype.MULTI),
        ("", Datatype.SINGLE),
        ("colour", Datatype.SINGLE),
    ],
)
def test_a_datatype_is_read_however_it_is_written(
    written: str, datatype: Datatype
) -> None:
    body = f'[{{"code": "a", "datatype": "{written}", "values": [{{"key": 1}}]}}]'
    (one,) = read_definition(body.encode())
    assert one.datatype is datatype


def test_the_specifications_own_sample_is_read() -> None:
    (one,) = read_definition(
        b'<?xml version="1.0" encoding="utf-8"?>\n<service_definition>'
        b"<service_code>DMV66</service_code><attributes><attribute><variable>true"
        b"</variable><code>WHISHETN</code><datatype>singlevaluelist</datatype><required>"
        b"true</required><datatype_description></datatype_description><order>1</order>"
        b"<description>What is the ticket/tag/DL number?</description><values><value>"
        b"<key>123</key><name>Ford</name></value><value><key>124</key><name>Chrysler"
        b"</name></value></values></attribute></attributes></service_definition>"
    )
    assert (one.code, one.datatype, one.keys) == (
        "WHISHETN",
        Datatype.SINGLE,
        ("123", "124"),
    )
    assert (one.is_required, one.takes_value, one.is_automated) == (True, True, False)
