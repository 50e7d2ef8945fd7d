"""pgbouncer in transaction mode in front of the tests' PostgreSQL server."""

import asyncio
import os
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy.engine import URL, make_url

_INI = """
[databases]
{name} = {target}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listen}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 2
"""


@asynccontextmanager
async def pooled(url: str, folder: Path) -> AsyncIterator[str]:
    """The URL of the same database behind a pgbouncer that lives in this block."""
    program = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        pytest.skip("pgbouncer is not installed")
    server = make_url(url)
    ini, listen = _configure(server, folder)
    # It refuses to run as root.
    user = ("-u", "nobody") if os.geteuid() == 0 else ()
    process = await asyncio.create_subprocess_exec(
        program, *user, str(ini), stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr is not None
    try:
        async for line in process.stderr:
            if b"process up" in line:
                break
        else:
            pytest.skip("pgbouncer does not start here")
        reading = asyncio.create_task(process.stderr.read())
        yield server.set(host="127.0.0.1", port=listen).render_as_string(hide_password=False)
        process.terminate()
        await reading
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def _configure(server: URL, folder: Path) -> tuple[Path, int]:
    """Its settings in a file, and the port it will listen at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        listen = free.getsockname()[1]
    ini = folder / "pgbouncer.ini"
    target = f"host={server.host} port={server.port or 5432} user={server.username}"
    if server.password:
        target += f" password={server.password}"
    ini.write_text(
        _INI.format(
            name=server.database,
            target=target,
            listen=listen,
        )
    )
    return ini, listen
