package io.nextcart.data;

/**
 * Names a shopper, with or without an account.
 *
 * @param value 1–128 characters
 */
public record UserId(String value) implements Comparable<UserId> {
    public UserId {
        Ids.check("user_id", value);
    }

    @Override
    public int compareTo(UserId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
