-- One index only: beside one on id alone, a planner that finds one topic in nearly all rows goes by id, filters, and may read the whole table in a round.
alter table outbox drop constraint outbox_pkey, add primary key (topic, id);
drop index outbox_by_topic;
