"""The door for who looks at photos and listens to voice notes: the clerks' page, and any
system that was told a `media_url`. There is no key: whoever knows the id was told it, for
it is random and stands in no list that is open to all but that of public requests.
"""

from __future__ import annotations

from litestar import Response, Router, get, head
from litestar.concurrency import sync_to_thread
from litestar.di import NamedDependency, Provide
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath

from hub.album import NOT_YET_S, Album, Picture
from hub.contract import ShowMedia

BASE = "/media"


async def show(
    album: NamedDependency[Album], attachment: FromPath[str]
) -> Response[bytes | str]:
    """A photo or a voice note that is whole. What is not here may be on its way."""
    picture = await sync_to_thread(album.show, attachment)
    return _missing() if picture is None else _shown(picture, picture.content)


async def tell_of(
    album: NamedDependency[Album], attachment: FromPath[str]
) -> Response[None]:
    """The same without its bytes."""
    picture = await sync_to_thread(album.show, attachment)
    if picture is None:
        return Response(None, status_code=404, headers={"retry-after": str(NOT_YET_S)})
    size = {"content-length": str(picture.attachment.size)}
    return Response(None, headers=_headers(picture) | size)


def make_viewer(album: Album) -> Router:
    """The routes."""
    missing = ResponseSpec(
        str, description="Not here, or not yet", media_type="text/plain"
    )
    path = "/{attachment:str}"
    return Router(
        path=BASE,
        route_handlers=[
            get(path, operation_class=ShowMedia, responses={404: missing})(show),
            head(path, include_in_schema=False)(tell_of),
        ],
        dependencies={"album": Provide(lambda: album, sync_to_thread=False)},
    )


def _shown(picture: Picture, content: bytes) -> Response[bytes | str]:
    media = picture.attachment.media
    return Response(content, media_type=media, headers=_headers(picture))


def _headers(picture: Picture) -> dict[str, str]:
    # A name is letters, digits and hyphens: see FILE_NAME.
    return {
        "content-type": picture.attachment.media,
        "content-disposition": f'inline; filename="{picture.attachment.name}"',
    }


def _missing() -> Response[bytes | str]:
    return Response(
        "Not here, or not yet.",
        status_code=404,
        media_type="text/plain",
        headers={"retry-after": str(NOT_YET_S)},
    )
