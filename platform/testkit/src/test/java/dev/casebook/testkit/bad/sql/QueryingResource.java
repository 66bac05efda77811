package dev.casebook.testkit.bad.sql;

import java.sql.Connection;

class QueryingResource {
    Connection connection;
}
