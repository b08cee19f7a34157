-- From which transition on an action follows: those before it was first seen are history.
create table action_known (
  action text primary key,
  since_seq bigint not null
);

-- What became of a transition for an action. A row is made before the first attempt; next_at is when
-- the next one may be, so that whoever dies in the middle of one is followed by another attempt.
create table action_delivery (
  action text not null,
  transition text not null,
  alert text not null,
  attempts integer not null,
  next_at bigint not null,
  outcome text,
  done_at bigint,
  primary key (action, transition)
);
create index action_delivery_done on action_delivery (action, done_at) where done_at is not null;
create index action_delivery_alert on action_delivery (action, alert);

create index alert_transition_at on alert_transition (at);
