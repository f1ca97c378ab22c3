# docker build -t dojazd .
# docker run --read-only --tmpfs /tmp -v out:/data dojazd plan TOWN --date 2026-11-23 --out /data/day
# docker compose up                       the whole office: see compose.yaml, and OPERATIONS.md, "Containers"
#
# The image is read-only at run time: what the program writes goes to /data and /tmp.

FROM python:3.12-slim AS builder
ARG UV_VERSION=0.13.9
RUN python -m pip install --no-cache-dir --root-user-action=ignore "uv==${UV_VERSION}"
ENV UV_PYTHON=/usr/local/bin/python UV_PYTHON_DOWNLOADS=never
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY .ci/pin .ci/pin
COPY api api
COPY fixtures fixtures
COPY scheduler scheduler
COPY solver solver
# The same releases as everywhere else: the pins of pyproject.toml, not the newest of today.
RUN python .ci/pin --print > constraints.txt \
    && uv build --wheel --out-dir dist \
    && uv venv /opt/dojazd \
    && uv pip install --python /opt/dojazd/bin/python --no-cache --compile-bytecode \
        --constraint constraints.txt dist/*.whl
# The search engine is compiled now, for any processor and not for this one; its code lies beside its sources. It works
# on whole numbers and branches: measured, neither x86-64-v2 nor x86-64-v3 nor the processor's own name made it faster.
# A running image looks for the same name, so it must be the same below; without it each start would compile.
# -I: it is the installed engine that is to be compiled, not the sources in this folder.
ENV NUMBA_CPU_NAME=generic
RUN /opt/dojazd/bin/python -I -c "from solver.kernel import warm; warm(print, lang='en')"

FROM python:3.12-slim AS runtime
RUN useradd --system --uid 10001 --create-home --home-dir /home/dojazd dojazd \
    && install --directory --owner=10001 --mode=0700 /data
COPY --from=builder /opt/dojazd /opt/dojazd
ENV PATH="/opt/dojazd/bin:${PATH}" \
    NUMBA_CPU_NAME=generic \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DOJAZD_DATA=/data/.dojazd
# By its number: a volume knows no names.
USER 10001
RUN python -I -c "from solver.kernel import compilations, warm; warm(); raise SystemExit(bool(compilations()))"
WORKDIR /data
VOLUME ["/data"]
HEALTHCHECK --interval=5m --timeout=60s --start-period=10s --retries=3 \
    CMD ["dojazd", "check", "/opt/dojazd/lib/python3.12/site-packages/fixtures/towns/starachowice"]
ENTRYPOINT ["dojazd"]
CMD ["--help"]
