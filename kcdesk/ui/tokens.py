"""The colours of the window by role, in a light and a dark set."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Colours as ``#RRGGBB``. A ``…_soft`` colour is the ground on which its name's colour is written.

    Text on its ground has a contrast of at least 4.5:1 (a test measures every pair).
    """

    ground: str
    surface: str
    raised: str
    line: str
    field_line: str
    text: str
    text2: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    accent_line: str
    good: str
    good_soft: str
    warning: str
    warning_soft: str
    warning_line: str
    error: str
    error_soft: str
    error_line: str
    note: str
    note_soft: str
    quiet_soft: str
    derived: str
    hover: str
    shadow: str
    is_dark: bool


LIGHT = Tokens(
    ground="#F5F6F8",
    surface="#FFFFFF",
    raised="#FFFFFF",
    line="#E4E7EB",
    field_line="#C9D0D8",
    text="#1B2430",
    text2="#5B6674",
    accent="#0F766E",
    accent_hover="#0B5F59",
    on_accent="#FFFFFF",
    accent_soft="#E6F4F1",
    accent_line="#B9DFD8",
    good="#166534",
    good_soft="#E3F4E8",
    warning="#92400E",
    warning_soft="#FDF0DD",
    warning_line="#E0A458",
    error="#991B1B",
    error_soft="#FDE8E8",
    error_line="#E5A3A3",
    note="#1E4A8A",
    note_soft="#E5EEFB",
    quiet_soft="#EEF1F4",
    derived="#F5F6F8",
    hover="#F0F3F5",
    shadow="#1B2430",
    is_dark=False,
)

DARK = Tokens(
    ground="#11161C",
    surface="#1A2129",
    raised="#222B35",
    line="#2D3843",
    field_line="#455362",
    text="#E7ECF1",
    text2="#A5B1BE",
    accent="#34B9A7",
    accent_hover="#4FCBBA",
    on_accent="#05211D",
    accent_soft="#15342F",
    accent_line="#24574F",
    good="#86D9A0",
    good_soft="#173525",
    warning="#F3BD73",
    warning_soft="#3A2B14",
    warning_line="#8A6429",
    error="#F6A8A8",
    error_soft="#422022",
    error_line="#7D3C3F",
    note="#A3C6F7",
    note_soft="#1D304C",
    quiet_soft="#27313C",
    derived="#151B22",
    hover="#232D37",
    shadow="#000000",
    is_dark=True,
)
