create table thing (name text primary key, version integer not null);
