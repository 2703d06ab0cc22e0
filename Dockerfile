# The command line with its taxonomy and model. It needs no network and writes nothing when it runs:
#   docker build -t himatch . && docker run --rm --network none --read-only -v "$PWD/examples:/in:ro" himatch match /in/resume.pdf /in/ad.txt
FROM python:3.11-slim AS build
WORKDIR /src
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements.lock ./
RUN python -m pip install --quiet --require-hashes --only-binary=:all: -r requirements.lock
COPY . ./
RUN python -m pip install --quiet --no-deps --no-build-isolation . \
 && cd / && himatch train --check

FROM python:3.11-slim
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin himatch
COPY --from=build /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1
WORKDIR /in
USER himatch
ENTRYPOINT ["himatch"]
