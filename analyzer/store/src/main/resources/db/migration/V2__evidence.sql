-- What has accumulated over the runs of a watch: doubles, little-endian, the first their format.
-- lock_version grows with every run counted; who read another one than is found here writes nothing.
create table evidence (
  watch text primary key,
  baseline_digest text not null,
  numbers ${bytes} not null,
  counted_at bigint not null,
  lock_version bigint not null
);

-- What the run's step of evidence was made of: doubles as above, deflated; kept as long as the
-- observations.
alter table observations add column evidence_input ${bytes};
