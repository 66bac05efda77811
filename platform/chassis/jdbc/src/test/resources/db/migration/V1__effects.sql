create table effect (name text not null);
