"""An object store that speaks S3's language, for several servers.

Who we are to it comes from the usual settings of that language: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,
AWS_DEFAULT_REGION, and AWS_ENDPOINT_URL_S3 for a store that is not Amazon's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from webapp.media.stores.away import Away

# Somebody waits: two tries of a few seconds, then 503.
PATIENCE = Config(connect_timeout=3, read_timeout=10, retries={"total_max_attempts": 2, "mode": "standard"})


class ObjectStore:
    """Each name's bytes as one object under a prefix. A put is whole when it is answered."""

    is_in_backups = False

    def __init__(self, bucket: str, prefix: str) -> None:
        self.bucket = bucket
        self.prefix = f"{prefix}/" if prefix else ""
        self.client: Any = boto3.client("s3", config=PATIENCE)

    def put(self, place: str, sealed: bytes) -> None:
        """Kept by the store when this returns."""
        with _or_away():
            self.client.put_object(Bucket=self.bucket, Key=self.prefix + place, Body=sealed)

    def get(self, place: str) -> bytes | None:
        """The bytes, or None when there are none by this name."""
        with _or_away():
            try:
                found = self.client.get_object(Bucket=self.bucket, Key=self.prefix + place)
            except self.client.exceptions.NoSuchKey:
                return None
            data: bytes = found["Body"].read()
            return data

    def delete(self, place: str) -> None:
        """Gone, also when it was gone."""
        with _or_away():
            self.client.delete_object(Bucket=self.bucket, Key=self.prefix + place)

    def places(self) -> Iterator[tuple[str, datetime]]:
        """Every object's name under the prefix, and when it was written."""
        with _or_away():
            pages = self.client.get_paginator("list_objects_v2").paginate(
                Bucket=self.bucket, Prefix=self.prefix
            )
            for page in pages:
                for one in page.get("Contents", []):
                    yield one["Key"].removeprefix(self.prefix), one["LastModified"]


@contextmanager
def _or_away() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise Away from error
