-- What is due when, for every daemon that has the store open: the columns are those of db-scheduler
-- 16.12, of which one row stands for one watch. Its
-- times are declared so that SQLite keeps them as numbers, which is how they are read back.
create table due (
  task_name text not null,
  task_instance text not null,
  task_data ${bytes},
  execution_time ${instant} not null,
  picked boolean not null,
  picked_by text,
  last_success ${instant},
  last_failure ${instant},
  consecutive_failures integer,
  last_heartbeat ${instant},
  version bigint not null,
  priority smallint,
  primary key (task_name, task_instance)
);
create index due_by_time on due (execution_time);
create index due_by_heartbeat on due (last_heartbeat);
