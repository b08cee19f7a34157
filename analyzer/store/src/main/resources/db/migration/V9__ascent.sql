-- How evidence climbs while an alert is open: how far it came since it last began anew, and the runs since then that
-- brought it no further. Alerts that were open before begin to count with their next run.
alter table alert_state add column peak double precision;
alter table alert_state add column calm integer;
