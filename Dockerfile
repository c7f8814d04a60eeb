# The image of web, worker and beat; compose.yaml gives each its command.

FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM python:3.13-slim AS build
WORKDIR /app
COPY requirements.txt ./
RUN python -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
COPY --from=packages /app/node_modules node_modules
# What ./run does at set-up, then the static files once and for all.
RUN .venv/bin/python -c "from launcher import assets; assets.collect()" \
    && .venv/bin/python -m launcher.messages \
    && SECRET_KEY=$(python -c "import secrets; print(secrets.token_urlsafe(60))") \
       ALLOWED_HOSTS=build.invalid SITE_URL=https://build.invalid \
       .venv/bin/python manage.py collectstatic --noinput \
    && rm -rf node_modules

FROM python:3.13-slim
# Pango draws the PDFs; DejaVu has every letter of Portuguese.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /app norte \
    && install -d -o norte -g norte /data/files /data/beat
WORKDIR /app
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    NORTE_MODE=production \
    PROMETHEUS_MULTIPROC_DIR=/dev/shm \
    XDG_CACHE_HOME=/tmp/cache \
    NORTE_FILES_DIR=/data/files
USER norte
VOLUME ["/data/files"]
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=6s --start-period=60s \
    CMD ["python", "-m", "launcher.health", "http://127.0.0.1:8000/healthz"]
CMD ["gunicorn", "crm.wsgi:application", "--bind", "0.0.0.0:8000", \
     "--workers", "2", "--threads", "4", "--preload", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
