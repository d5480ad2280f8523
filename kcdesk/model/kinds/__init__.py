"""Kinds of value: how each is read from what people type, kept, checked and shown.

Kinds have no state, so each stands here once, for every field that uses it.
"""

from kcdesk.model.kinds.base import Kind, Spoken, ValueProblem
from kcdesk.model.kinds.choice import OneOf, SomeOf, YesNo
from kcdesk.model.kinds.codes import Code, Codes, Reference, Sha256
from kcdesk.model.kinds.contact import Email, Phone
from kcdesk.model.kinds.dates import Day, Month, PartialDate
from kcdesk.model.kinds.identity import PersonalNumber, TaxCode
from kcdesk.model.kinds.money import Money
from kcdesk.model.kinds.numbers import DecimalNumber, Percent, WholeNumber, Year
from kcdesk.model.kinds.place import Latitude, Longitude
from kcdesk.model.kinds.text import LongText, Text

TEXT = Text()
LONG_TEXT = LongText()
CHOICE = OneOf()
CHOICES = SomeOf()
YES_NO = YesNo()
INTEGER = WholeNumber()
DECIMAL = DecimalNumber()
PERCENT = Percent()
MONEY = Money()
DATE = Day()
PARTIAL_DATE = PartialDate()
MONTH = Month()
YEAR = Year()
TAX_CODE = TaxCode()
PERSONAL_NUMBER = PersonalNumber()
PHONE = Phone()
EMAIL = Email()
LATITUDE = Latitude()
LONGITUDE = Longitude()
CODE = Code()
CODES = Codes()
REFERENCE = Reference()
SHA256 = Sha256()

KINDS: tuple[Kind, ...] = (
    TEXT, LONG_TEXT, CHOICE, CHOICES, YES_NO, INTEGER, DECIMAL, PERCENT, MONEY, DATE, PARTIAL_DATE, MONTH, YEAR,
    TAX_CODE, PERSONAL_NUMBER, PHONE, EMAIL, LATITUDE, LONGITUDE, CODE, CODES, REFERENCE, SHA256,
)  # fmt: skip
"""Every kind there is; their names are unique."""

__all__ = [
    "CHOICE", "CHOICES", "CODE", "CODES", "DATE", "DECIMAL", "EMAIL", "INTEGER", "KINDS", "LATITUDE", "LONGITUDE",
    "LONG_TEXT", "MONEY", "MONTH", "PARTIAL_DATE", "PERCENT", "PERSONAL_NUMBER", "PHONE", "REFERENCE", "SHA256",
    "TAX_CODE", "TEXT", "YEAR", "YES_NO", "Kind", "Spoken", "ValueProblem",
]  # fmt: skip
