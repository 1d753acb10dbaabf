"""The municipality's end: for a municipality that has none.

A small Open311 GeoReport v2 server with one plain page for the clerks, and a door of its
own for kiosks, by line or by USB stick. It is another house: a kiosk knows it only by its
wire, and so does any other client.

May import: the standard library, msgspec, litestar, sqlalchemy, uvicorn, platformdirs,
nacl and the SQLite engine pysqlite3.
Never imports: kiosk, sync, ui, i18n, resources, Qt, or anything that makes requests.

The floors, each standing only on those below it:
    __main__                 composition: settings, ledger, socket, server
    app                      the Litestar application, its errors and its contract
    tus | viewer             the doors for photos and voice notes: in piece by piece by
                             kiosks, out to whoever was told of them
    calls | kiosks | counter | delivery
                             the doors: the GeoReport calls, the kiosks' calls, the
                             clerks' page, the folder that travels
    casefile | contract      what the doors show: one request, the OpenAPI description
    page | keys              the frame of every page, and the list; who may come in
    markup                   HTML that is safe by construction
    enclosures               attachments that came by hand
    mailroom | album         what the municipality does with what kiosks send, and with
                             the photos and voice notes that follow
    office                   what the municipality does with a request
    ledger | inventory       the only modules that speak SQL, on the tables of `tables`:
                             about requests, and about media; engine opens what they
                             write on
    shelf                    the only module that touches the files of media
    dispatch | sealed        what kiosks write, and how they seal it for a journey
    arguments                what a caller wrote, read strictly
    services | settings      what the municipality wrote, read strictly
    georeport                the wire: the types of the specification, as JSON and XML
    model | errors           requests and their stages; what can go wrong
"""
