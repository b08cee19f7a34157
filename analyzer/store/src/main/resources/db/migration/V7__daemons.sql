-- Which watches each living daemon of the store has in its files, one name a line: a watch has ended
-- only when nobody has it. seen_at is when the daemon last said so, in nanoseconds since 1970.
create table daemon (
  id text primary key,
  seen_at bigint not null,
  watches text not null
);
