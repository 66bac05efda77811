-- The oldest events of each topic, however many wait for another one.
create index outbox_by_topic on outbox (topic, id);
