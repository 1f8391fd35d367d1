# Trợ lý Báo cáo in a container: docker compose up. The guide for the office's IT person is in HUONG-DAN.md.
FROM python:3.11-slim-bookworm

# LibreOffice reads .doc, .odt and .rtf; Tesseract scanned pages. Debian's stable versions move with its security fixes.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libreoffice-writer-nogui tesseract-ocr tesseract-ocr-osd tesseract-ocr-script-viet tesseract-ocr-vie \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /app

# Name PyTorch's own index of CPU builds here where the usual index offers builds with CUDA, which are gigabytes larger.
ARG PIP_EXTRA_INDEX_URL=""
COPY requirements.txt ./
COPY locks ./locks
COPY deploy ./deploy
RUN PIP_NO_CACHE_DIR=1 python -m deploy.install

COPY settings.py ./
COPY ingest ./ingest
COPY index ./index
COPY app ./app
COPY prompts ./prompts

# The code belongs to root: what runs it can change nothing but the data.
# /files is for a volume that several servers share (deploy/compose-nhieu-may.yml): a new volume has its owner.
RUN useradd --system --uid 10001 --create-home --home-dir /data --shell /usr/sbin/nologin tro-ly-bao-cao \
    && install --directory --owner=10001 --mode=0700 /files
USER 10001

ENV DATA_DIR=/data \
    HOME=/data \
    HOST=0.0.0.0 \
    PORT=7860 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:7860/health', timeout=4)"]
CMD ["python", "-m", "app", "serve"]
