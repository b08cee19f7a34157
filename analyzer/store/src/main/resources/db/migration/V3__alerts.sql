-- What the alert machine remembers of a watch, under an optimistic lock as the evidence is. Times are
-- nanoseconds since 1970; those of the stretch and of the alert are empty while there is none.
create table alert_state (
  watch text primary key,
  format integer not null,
  told text not null,
  fine integer not null,
  fine_since bigint,
  last_at bigint,
  stale integer not null,
  since bigint,
  runs integer,
  alert text,
  severity text,
  causes text,
  opened_at bigint,
  told_at bigint,
  over_runs integer,
  acknowledged_by text,
  lock_version bigint not null
);

-- What happened to alerts: kept when the events about it have long been delivered and forgotten.
create table alert_transition (
  seq ${sequence},
  id text not null unique,
  watch text not null,
  alert text not null,
  kind text not null,
  at bigint not null,
  severity text not null,
  summary text not null
);
create index alert_transition_by_watch on alert_transition (watch, seq);
