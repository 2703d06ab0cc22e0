# The pages, the API and the command line, with taxonomy and model. It needs no network, and writes nothing but /tmp, for large uploads:
#   docker build -t himatch .
#   docker run --rm --init --read-only --tmpfs /tmp -p 127.0.0.1:8000:8000 -e HIMATCH_KEYS='["desk:..."]' himatch
#   docker run --rm --read-only --network none -v "$PWD/examples:/in:ro" himatch match resume.pdf ad.txt
# docs/operate.md tells the rest.
FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore PYTHONDONTWRITEBYTECODE=1
WORKDIR /src
# The environment gets no pip: what runs installs nothing.
RUN python -m venv --without-pip /opt/venv
COPY requirements.lock ./
RUN python -m pip --python /opt/venv/bin/python install --quiet --no-compile --require-hashes --only-binary=:all: -r requirements.lock
COPY . ./
RUN python -m pip --python /opt/venv/bin/python install --quiet --no-compile --no-deps --no-build-isolation . \
 # The tests of other people's packages are a tenth of all. They go first, so that the next step shows that nobody misses them.
 && find /opt/venv/lib -type d -name tests -prune -exec rm -r {} + \
 && cd / && /opt/venv/bin/himatch train --check \
 # Compiled for good: a read-only image cannot do it later, and what is in it does not change.
 && /opt/venv/bin/python -m compileall -q -j 0 --invalidation-mode unchecked-hash /opt/venv/lib

FROM python:3.11-slim
LABEL org.opencontainers.image.title="himatch" \
      org.opencontainers.image.description="Matches résumés and job ads of US health information management, with quoted evidence." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="0.1.0"
COPY --from=build /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /in
# A number, so that an orchestrator can see that it is not root. Nobody else has it, and it owns no file.
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
# Not urllib: it would ask a proxy that the environment names.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 CMD ["python", "-I", "-c", "import http.client, os, sys; line = http.client.HTTPConnection('127.0.0.1', int(os.environ.get('HIMATCH_PORT') or 8000), timeout=4); line.request('GET', '/healthz'); sys.exit(line.getresponse().status != 200)"]
ENTRYPOINT ["himatch"]
CMD ["serve", "--host", "0.0.0.0"]
