-- Evidence speaks of one deployment: where its model was. Unknown of what was held before.
alter table evidence add column place text not null default '';
