# redline for Heroku's container stack, or any Docker. All is built here: on a dyno `redline`
# and `bazel run //runner --` need no network, no root and no name, and write to /tmp alone.
# docs/heroku.md tells how to use it; scripts/test_image tests it.
FROM debian:12-slim
WORKDIR /app

# In a layer of their own: packages change less often than sources do.
COPY scripts/setup scripts/setup
RUN scripts/setup && apt-get clean && rm -rf /var/lib/apt/lists/*

COPY scripts/image/bazelrc /etc/bazel.bazelrc
COPY scripts/image/bazel /usr/local/bin/bazel
COPY . .

# The revision, for reports; git's own knowledge of it is not in the image.
ARG SOURCE_VERSION
ENV SOURCE_VERSION=$SOURCE_VERSION

RUN bazel build //runner \
 && programs=$(bazel info bazel-bin) \
 && install -D "$programs/runner/runner" /opt/redline/runner/runner \
 && install -D "$programs/worker/worker" /opt/redline/worker/worker \
 && ln -s /opt/redline/runner/runner /usr/local/bin/redline \
 && bazel shutdown \
 && cd /tmp/redline-bazel/base && rm -rf server lock command.* java.log* \
 && mv /tmp/redline-bazel /opt/redline/bazel \
 && rm -rf /tmp/hsperfdata_*

ENV HOME=/tmp
USER nobody
CMD ["redline", "--help"]
