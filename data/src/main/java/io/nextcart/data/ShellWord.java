package io.nextcart.data;

/** A word of a command that is shown to be copied into a shell. */
public final class ShellWord {
    private ShellWord() {}

    /** The word, in single quotes when a shell would not take it as it is. */
    public static String of(Object word) {
        String text = word.toString();
        return text.matches("[A-Za-z0-9_@%+=:,./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
