package dev.casebook.shortener.shlink;

import java.util.List;

/**
 * A page by its number.
 *
 * @param page from 1
 * @param size items on a page
 */
record Paging(int page, int size) {

    long offset() {
        return (page - 1L) * size;
    }

    /** Of all items. */
    <T> Listing<T> cut(List<T> all) {
        int from = (int) Math.min(offset(), all.size());
        return of(all.subList(from, Math.min(from + size, all.size())), all.size());
    }

    <T> Listing<T> of(List<T> items, long total) {
        return new Listing<>(
                items, new Pagination(page, Math.max(1, Math.ceilDiv(total, size)), size, items.size(), total));
    }

    record Listing<T>(List<T> data, Pagination pagination) {}

    record Pagination(int currentPage, long pagesCount, int itemsPerPage, int itemsInCurrentPage, long totalItems) {}
}
