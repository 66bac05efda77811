create table change (name text not null);
