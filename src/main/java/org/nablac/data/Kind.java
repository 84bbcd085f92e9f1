package org.nablac.data;

/** What a data set is made of, which a model decides: its loss takes examples, signs or triples. */
public enum Kind {
    /** {@link Examples}: idx files of images and labels, or CSV with a label column. */
    EXAMPLES("classified examples", "train-images-idx3-ubyte and train-labels-idx1-ubyte (.gz too), or train.csv"),
    /** {@link Signs}: a line is row, column, +1 or -1, separated by comma, tab or blanks. */
    SIGNS("signs of a matrix", "train.txt, valid.txt, test.txt, or votes-train.edgelist and votes-test.edgelist"),
    /** {@link Triples}: a line is head TAB relation TAB tail. */
    TRIPLES("triples", "train.txt, valid.txt, test.txt");

    private final String noun;
    private final String fileNames;

    Kind(String noun, String fileNames) {
        this.noun = noun;
        this.fileNames = fileNames;
    }

    /** In words, as {@code signs of a matrix}. */
    public String noun() {
        return noun;
    }

    /** Names of files that the search in a folder finds. */
    String fileNames() {
        return fileNames;
    }
}
