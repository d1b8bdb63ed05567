"""Signing what leaves (RFC 6376), so that its reader's server knows it for ours."""

from __future__ import annotations

import dkim

# What a signature without would let somebody change; the two about unsubscribing are RFC 8058's.
_SIGNED = (
    *(b"from", b"to", b"reply-to", b"subject", b"date", b"message-id"),
    *(b"mime-version", b"content-type", b"list-unsubscribe", b"list-unsubscribe-post"),
)


class DkimSigner:
    """Signs with one key of one domain.

    Args:
        domain: of the sender's address, where the public half stands in the DNS.
        selector: the key's name there.
        key: the private half, PEM.

    Raises:
        ValueError: the key is none.
    """

    def __init__(self, domain: str, selector: str, key: bytes) -> None:
        self._domain, self._selector, self._key = domain.encode(), selector.encode(), key
        try:
            self.signed(b"From: start@example.org\r\n\r\n")
        except dkim.DKIMException:
            raise ValueError("DKIM_KEY_FILE must hold a private RSA key, PEM.") from None

    def signed(self, content: bytes) -> bytes:
        """The mail with its signature in front."""
        headers, _body = dkim.rfc822_parse(content)
        present = {name.lower() for name, _value in headers}
        signature: bytes = dkim.sign(
            content,
            self._selector,
            self._domain,
            self._key,
            canonicalize=(b"relaxed", b"relaxed"),
            # The sender once more: a second From would break the signature.
            include_headers=[*(name for name in _SIGNED if name in present), b"from"],
        )
        return signature + content
