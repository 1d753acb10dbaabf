"""THE DESK. For the clerk: one window, a rail of pages, everything by keyboard.

A page is a `Page`: it shows what a room of `kiosk.office` knows and asks that room for
deeds. Signals go up to the `Office`, which alone turns pages; calls go down. Nothing
personal stays on a page that was blanked.

May import: ui.widgets, ui.theme, ui.work, kiosk's doors and forms.
May never: kiosk.store, kiosk.vault, ui.citizen.
"""
