# One image for the website, the workers and beat; compose.yaml says which is which.
FROM python:3.12-slim

WORKDIR /srv/palier
ENV PYTHONUNBUFFERED=1 PYTHONPATH=/srv/palier

COPY requirements/base.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/base.txt

COPY . .
RUN printf '#!/bin/sh\nexec python -m web "$@"\n' > /usr/local/bin/palier \
    && chmod +x /usr/local/bin/palier \
    && DATA_DIR=/tmp/build palier catalogs compile && rm -rf /tmp/build \
    && useradd --system palier \
    && mkdir /srv/data /srv/backups && chown palier /srv/data /srv/backups

USER palier
# Large match runs compile themselves once; what they compile is kept with the data.
ENV PALIER_ENV=production DATA_DIR=/srv/data NUMBA_CACHE_DIR=/srv/data/numba BIND=0.0.0.0:8000
EXPOSE 8000
CMD ["gunicorn", "--config", "config/gunicorn.py", "wsgi:app"]
