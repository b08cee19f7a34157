-- Which runs are kept is counted by watch, tier and verdict, since a thousand smoke runs or healthy ones must not push out
-- the few others. What was recorded before tells its tier by its id alone.
alter table run add column tier text not null default 'GOLDEN';
update run set tier = 'SMOKE' where id like '%+smoke' or id like '%+smoke+confirm';
create index run_kept on run (watch, tier, verdict, seq);
