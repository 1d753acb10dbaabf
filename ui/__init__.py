"""THE FACES. What a person sees, touches and hears.

May import: PySide6; the doors of kiosk (each face its own), i18n, resources; qrcode and
pyttsx3, each in the one module that needs it.
May never: sync, hub, requests, the store or its SQL. Widgets decide nothing: a screen
shows what it is given and says what was touched; signals go up, calls go down.
"""
