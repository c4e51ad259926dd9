package dev.tidalite.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueryParametersTest {
    @Test
    void valuesAreDecodedAsFormsAre() {
        QueryParameters url = QueryParameters.parse("bucket=a+b%2Fc%C3%BC&org=&flag&x=%zz%4");

        assertThat(url.first("bucket")).contains("a b/cü");
        assertThat(url.first("org")).contains("");
        assertThat(url.first("flag")).contains("");
        assertThat(url.first("x")).contains("%zz%4");
        assertThat(url.first("absent")).isEmpty();
    }

    @Test
    void repetitionsAreSeenAndTheFirstValueCounts() {
        QueryParameters url = QueryParameters.parse("a=1&b=2&a=3");

        assertThat(url.isRepeated("a")).isTrue();
        assertThat(url.isRepeated("b")).isFalse();
        assertThat(url.first("a")).contains("1");
    }

    @Test
    void noQueryStringIsNotAnEmptyOne() {
        assertThat(QueryParameters.parse(null).isPresent()).isFalse();
        assertThat(QueryParameters.parse("").isPresent()).isTrue();
    }

    @Test
    void aFormFillsWhatTheAddressDoesNotSay() {
        QueryParameters both =
                QueryParameters.parse("q=body").orElse(QueryParameters.parse("q=url&db=d"));

        assertThat(both.first("q")).contains("body");
        assertThat(both.first("db")).contains("d");
    }
}
