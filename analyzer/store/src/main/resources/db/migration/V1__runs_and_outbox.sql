-- Read by SQLite and PostgreSQL alike. ${sequence} is a primary key that grows with every insert,
-- ${bytes} the type of a byte string. Times are nanoseconds since 1970 in UTC: exact, and in order.

create table run (
  seq ${sequence},
  id text not null unique,
  watch text not null,
  suite text not null,
  started_at bigint not null,
  duration_nanos bigint not null,
  verdict text not null,
  model_version text not null,
  baseline_digest text,
  confirms_run text,
  summary text not null
);
create index run_by_watch on run (watch, seq);

-- Apart from run: this is what retention deletes, and a list of runs never reads it.
-- watch, healthy and started_at repeat the run's, so that retention reads its own index and nothing else.
create table observations (
  run_seq bigint primary key references run (seq),
  watch text not null,
  healthy integer not null,
  started_at bigint not null,
  content ${bytes} not null
);
create index observations_healthy on observations (watch, run_seq) where healthy = 1;
create index observations_unhealthy on observations (started_at) where healthy = 0;

-- A delivered event stays for some days, so that its id cannot be taken by another one meanwhile.
create table outbox (
  seq ${sequence},
  id text not null unique,
  topic text not null,
  type text not null,
  source text not null,
  subject text not null,
  occurred_at bigint not null,
  event_key text not null,
  data text,
  delivered_at bigint
);
create index outbox_waiting on outbox (seq) where delivered_at is null;
create index outbox_delivered on outbox (delivered_at) where delivered_at is not null;

create table loaded_artefact (
  artefact text primary key,
  loaded_at bigint not null
);
