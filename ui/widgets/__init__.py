"""COMPONENTS. What pages are made of: words, pictures, tiles, buttons, grids.

May import: PySide6, resources, ui.theme; qrcode in `qr`.
May never: kiosk, i18n. A component is given its words and knows no trade.
"""
