"""Reads every topic with a Kafka client that is not ours and holds the records against the shipped files.

foreign_consumers.py BOOTSTRAP EVENTS KCAT ASYNCAPI
  EVENTS    the shipped folder with asyncapi.json and the schemas
  KCAT      what `kcat -J` printed of all topics, one record a line
  ASYNCAPI  the official JSON Schema of AsyncAPI 3.0.0
"""

import json
import pathlib
import sys

import jsonschema
from kafka import KafkaConsumer, TopicPartition

TYPES = {"runs": "run", "findings": "finding", "alerts": "alert", "state": "state"}


def fail(what):
    print("failed:", what)
    sys.exit(1)


def read(bootstrap, topics):
    """The records of these topics, from the first to the present last."""
    consumer = KafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="earliest", enable_auto_commit=False)
    partitions = []
    for topic in topics:
        found = consumer.partitions_for_topic(topic)
        if not found:
            fail(f"the broker has no topic {topic}")
        partitions += [TopicPartition(topic, number) for number in found]
    consumer.assign(partitions)
    consumer.seek_to_beginning()
    ends = consumer.end_offsets(partitions)
    records = []
    while any(consumer.position(partition) < end for partition, end in ends.items()):
        for batch in consumer.poll(timeout_ms=1000).values():
            records += batch
    consumer.close()
    return records


def check(record, schemas, document):
    kind = record.topic.split(".")[-2]
    headers = {name: value.decode() for name, value in record.headers}
    message = document["components"]["messages"][TYPES[kind]]
    jsonschema.Draft202012Validator(message["headers"]).validate(headers)
    data = json.loads(record.value)
    schemas[headers["ce_type"]].validate(data)
    watch = record.key.decode()
    if data.get("watch", watch) != watch:
        fail(f"key {watch} of an event of {data['watch']}")
    return headers["ce_id"], record.value.decode()


def check_asyncapi(document, official):
    validator = jsonschema.Draft7Validator(official)
    jsonschema.Draft7Validator.check_schema(official)
    for error in validator.iter_errors(document):
        fail(f"asyncapi.json: {jsonschema.exceptions.best_match([error]).message[:300]}")
    damaged = json.loads(json.dumps(document))
    damaged["channels"]["state"]["bindings"]["kafka"]["topicConfiguration"]["cleanup.policy"] = "compact"
    if validator.is_valid(damaged):
        fail("the official schema sees no damage: it proves nothing")


def main(bootstrap, events, kcat, official):
    events = pathlib.Path(events)
    document = json.loads((events / "asyncapi.json").read_text())
    check_asyncapi(document, json.loads(pathlib.Path(official).read_text()))
    schemas = {}
    for file in sorted((events / "schema").glob("*.json")):
        schema = json.loads(file.read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        schemas["dev.canary." + file.stem] = jsonschema.Draft202012Validator(schema)

    topics = [channel["address"].replace("{prefix}", "canary") for channel in document["channels"].values()]
    records = read(bootstrap, topics)
    told = {topic: [check(r, schemas, document) for r in records if r.topic == topic] for topic in topics}
    for topic, events_of_topic in told.items():
        ids = [event_id for event_id, _ in events_of_topic]
        if len(ids) != len(set(ids)):
            fail(f"{topic} has an id twice")
        print(f"{topic}: {len(ids)} records")
    alerts = [json.loads(data) for _, data in told["canary.alerts.v1"]]
    if [alert["transition"] for alert in alerts] != ["OPENED"] or not told["canary.findings.v1"]:
        fail(f"one alert should have been opened: {alerts}")
    if told["canary.dlq.v1"] or len(told["canary.runs.v1"]) != 2:
        fail("two runs were made, and each could be read")

    lines = [json.loads(line) for line in pathlib.Path(kcat).read_text().splitlines()]
    seen = {(line["topic"], line["offset"], line["key"], line["payload"]) for line in lines}
    ours = {(r.topic, r.offset, r.key.decode(), r.value.decode()) for r in records}
    if seen != ours:
        fail(f"kcat read {len(seen)} records, kafka-python {len(ours)}; they differ")
    for line in lines:
        headers = dict(zip(line["headers"][::2], line["headers"][1::2]))
        if headers.get("ce_specversion") != "1.0":
            fail(f"kcat reads no CloudEvent: {headers}")


main(*sys.argv[1:])
