-- What somebody said who took an alert over.
alter table alert_state add column acknowledged_note text;

-- Times in which alerts page nobody. One that was ended early ends when it was ended; none is deleted,
-- since an alert that was told under it still has to be told.
create table silence (
  id text primary key,
  watch text not null,
  from_at bigint not null,
  until_at bigint not null,
  author text not null,
  reason text not null
);
create index silence_by_end on silence (until_at);
