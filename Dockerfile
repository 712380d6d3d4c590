# docker build -t assay . && docker run --rm -e ASSAY_DATABASE_URL=mysql://asterisk@db/asterisk assay check
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN make static

# A shell is in it, since the runners of GitLab and Jenkins want one, and the certificates of the authorities.
FROM alpine:3.22
COPY --from=build /src/bin/static/assay /usr/local/bin/assay
USER nobody
WORKDIR /work
ENTRYPOINT ["assay"]
CMD ["--help"]
