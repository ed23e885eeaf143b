package io.github.lanefactor.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.lanefactor.cli.Main;
import io.github.lanefactor.ratings.Ratings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Made-up files laid out as the well-known data sets are, each read as the table in docs says. */
class KnownDataSetsTest {
  @TempDir private Path folder;

  private void write(String name, String... lines) throws IOException {
    write(name, StandardCharsets.UTF_8, lines);
  }

  private void write(String name, Charset charset, String... lines) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, (String.join("\n", lines) + "\n").getBytes(charset));
  }

  /**
   * Trains as the table in docs/datasets.md says.
   *
   * @param dataSet the first column of the row
   * @return what the command says of the ratings
   */
  private String train(String dataSet) throws IOException {
    String row =
        Files.readAllLines(Path.of("docs/datasets.md")).stream()
            .filter(line -> line.startsWith("| " + dataSet + " |"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no row in docs/datasets.md: " + dataSet));
    String command = row.replaceFirst(".*`train ([^`]*)`.*", "$1");
    List<String> args = new ArrayList<>(List.of("train"));
    for (String arg : command.split(" ")) {
      Path file = folder.resolve(arg);
      args.add(Files.exists(file) && !arg.equals("-") ? file.toString() : arg);
    }
    args.addAll(
        List.of("-o", folder.resolve("m.safetensors").toString(), "--steps", "1", "--force"));
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            new PrintWriter(new StringWriter()), new PrintWriter(err), args.toArray(String[]::new));
    assertEquals(0, code, err.toString());
    return err.toString()
        .lines()
        .filter(line -> line.matches(".*: [0-9]+ users, .*ratings"))
        .map(line -> line.replaceFirst(".*: ", ""))
        .findFirst()
        .orElseThrow(() -> new AssertionError(err));
  }

  private Ratings model() {
    return ModelFile.read(folder.resolve("m.safetensors")).history().orElseThrow();
  }

  private List<String> titles() {
    List<String> titles = new ArrayList<>();
    for (int i = 0; i < model().items(); i++) {
      titles.add(model().catalogue().title(i));
    }
    return titles;
  }

  @Test
  void movieLens100k() throws IOException {
    write("ml-100k/u.data", "5\t1\t3\t881250949", "6\t2\t4\t891717742", "6\t1\t2\t878887116");
    write(
        "ml-100k/u.item",
        StandardCharsets.ISO_8859_1,
        "1|Amélie (2001)|25-Apr-2001||http://x|0|0|0|0|0|1|0|0|0|0|0|0|0|0|1|0|0|0|0",
        "2|Run (1998)|01-Jan-1998||http://y|0|1|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0");
    write("ml-100k/u.info", "2 users");
    write("ml-100k/README", "about");
    write("ml-100k/u1.base", "5\t1\t3\t881250949");
    assertEquals("2 users, 2 items, 3 ratings", train("MovieLens 100k"));
    assertEquals(List.of("Amélie (2001)", "Run (1998)"), titles());
    assertEquals(881250949, model().timeAt(0));
  }

  @Test
  void movieLens1mAnd10m() throws IOException {
    for (String rating : List.of("5", "4.5")) {
      write("ml-1m/ratings.dat", "1::7::" + rating + "::978300760", "2::8::3::978302109");
      write(
          "ml-1m/movies.dat",
          StandardCharsets.ISO_8859_1,
          "7::Café, The (1995)::Comedy|Drama",
          "8::Run (1998)::Action");
      write("ml-1m/users.dat", "1::F::1::10::48067");
      assertEquals("2 users, 2 items, 2 ratings", train("MovieLens 1M, 10M"));
      assertEquals(List.of("Café, The (1995)", "Run (1998)"), titles());
    }
  }

  @Test
  void movieLensLatestAnd32m() throws IOException {
    write(
        "ml-32m/ratings.csv", "userId,movieId,rating,timestamp", "1,7,4.0,964982703", "2,8,0.5,1");
    write(
        "ml-32m/movies.csv",
        "movieId,title,genres",
        "7,\"Café, The (1995)\",Comedy|Drama",
        "8,Run (1998),(no genres listed)");
    write("ml-32m/links.csv", "movieId,imdbId,tmdbId", "7,0114709,862");
    write("ml-32m/tags.csv", "userId,movieId,tag,timestamp", "2,8,funny,1445714994");
    assertEquals("2 users, 2 items, 2 ratings", train("MovieLens 20M, 25M, 32M, latest"));
    assertEquals("Café, The (1995) (Comedy, Drama)", model().catalogue().itemAt(0).toString());
  }

  @Test
  void movieLens20mOnKaggle() throws IOException {
    write(
        "movielens-20m/rating.csv",
        "\"userId\",\"movieId\",\"rating\",\"timestamp\"",
        "1,7,3.5,\"2005-04-02 23:53:47\"",
        "2,8,3.5,\"2005-04-02 23:31:16\"");
    write("movielens-20m/movie.csv", "\"movieId\",\"title\",\"genres\"", "7,\"Run\",\"Action\"");
    write("movielens-20m/tag.csv", "\"userId\",\"movieId\",\"tag\",\"timestamp\"");
    assertEquals("2 users, 2 items, 2 ratings", train("MovieLens 20M on Kaggle"));
    assertEquals(1112486027, model().timeAt(0));
  }

  @Test
  void bookCrossing() throws IOException {
    write(
        "BX-CSV-Dump/BX-Book-Ratings.csv",
        StandardCharsets.ISO_8859_1,
        "\"User-ID\";\"ISBN\";\"Book-Rating\"",
        "\"276725\";\"034545104X\";\"0\"",
        "\"276726\";\"0155061224\";\"5\"",
        "\"276727\";\"0446520802\";\"8\"",
        "\"276727\";\"034545104X\";\"0\"",
        "\"276728\";\"034545104X\";\"0\"");
    write(
        "BX-CSV-Dump/BX-Books.csv",
        Charset.forName("windows-1252"),
        "\"ISBN\";\"Book-Title\";\"Book-Author\";\"Year-Of-Publication\"",
        "\"034545104X\";\"Flesh; Bone\";\"A. Uthor\";\"2002\"",
        "\"0155061224\";\"Für \\\"Elise\\\"; a novel\";\"O. Ther\";\"2001\"");
    write("BX-CSV-Dump/BX-Users.csv", "\"User-ID\";\"Location\";\"Age\"", "\"1\";\"x\";NULL");
    assertEquals("2 users, 3 items, 2 ratings", train("Book-Crossing"));
    assertEquals(List.of("Flesh; Bone", "Für \"Elise\"; a novel", "0446520802"), titles());
  }

  @Test
  void bookCrossingOnKaggle() throws IOException {
    write(
        "book-recommendation/Ratings.csv",
        "User-ID,ISBN,Book-Rating",
        "1,034545104X,0",
        "2,0155061224,5",
        "2,034545104X,0");
    write("book-recommendation/Books.csv", "ISBN,Book-Title,Book-Author", "034545104X,\"A, B\",C");
    write("book-recommendation/Users.csv", "User-ID,Location,Age", "1,\"x, y\",");
    assertEquals("1 users, 2 items, 1 ratings", train("Book-Crossing on Kaggle"));
  }

  @Test
  void jester() throws IOException {
    write(
        "jester_dataset_2/jester_ratings.dat",
        "1\t\t5\t\t0.219",
        "1\t\t7\t\t-9.281",
        "2\t\t5\t\t9.875");
    write("jester_dataset_2/jester_items.dat", "1:", "<p>", "A joke.", "</p>");
    assertEquals("2 users, 2 items, 3 ratings", train("Jester, dataset 2"));
    assertEquals(-9.281f, model().ratingAt(1));
  }

  @Test
  void netflixPrize() throws IOException {
    write(
        "netflix/training_set/mv_0000001.txt", "1:", "1488844,3,2005-09-06", "822109,5,2005-05-13");
    write("netflix/training_set/mv_0000002.txt", "2:", "2059652,4,2005-09-05");
    write(
        "netflix/training_set/movie_titles.txt",
        StandardCharsets.ISO_8859_1,
        "1,2003,Café",
        "2,NULL,Run, Run");
    assertEquals("3 users, 2 items, 3 ratings", train("Netflix Prize"));
    assertEquals(List.of("Café", "Run, Run"), titles());
    assertEquals(4, model().ratingAt(2));
    assertEquals(1125878400, model().timeAt(2));
  }

  @Test
  void netflixPrizeOnKaggle() throws IOException {
    write(
        "netflix-prize-data/combined_data_1.txt",
        "1:",
        "1488844,3,2005-09-06",
        "2:",
        "822109,5,2005-05-13");
    write("netflix-prize-data/combined_data_2.txt", "10:", "1488844,4,2005-09-05");
    write(
        "netflix-prize-data/movie_titles.csv",
        StandardCharsets.ISO_8859_1,
        "1,2003,Café",
        "2,NULL,\"Run\" (8\" cut)",
        "10,1999,X");
    write("netflix-prize-data/probe.txt", "1:", "1488844");
    write("netflix-prize-data/qualifying.txt", "1:", "1488844,2005-09-06");
    assertEquals("2 users, 3 items, 3 ratings", train("Netflix Prize on Kaggle"));
    assertEquals(List.of("Café", "\"Run\" (8\" cut)", "X"), titles());
  }

  @Test
  void lastFm() throws IOException {
    write(
        "lastfm-dataset-360K/usersha1-artmbid-artname-plays.tsv",
        "00000c28\t3bd73256\tbetty blowtorch\t2137",
        "00000c28\tf2fb0ff0\tdie Ärzte\t1099",
        "00001411\t\t\"weird al\" yankovic\t1",
        "00001411\t3d6bbeb7\t\"heroes\t5");
    write("lastfm-dataset-360K/usersha1-profile.tsv", "00000c28\tf\t\tGermany\tFeb 1, 2007");
    assertEquals("2 users, 4 items, 4 ratings", train("Last.fm 360K"));
    assertEquals(
        List.of("\"heroes", "\"weird al\" yankovic", "betty blowtorch", "die Ärzte"), titles());
  }

  @Test
  void lastFmHetRec() throws IOException {
    write(
        "hetrec2011-lastfm-2k/user_artists.dat",
        "userID\tartistID\tweight",
        "2\t51\t13883",
        "4\t52\t11690");
    write(
        "hetrec2011-lastfm-2k/artists.dat",
        "id\tname\turl\tpictureURL",
        "51\tDuran\thttp://x\thttp://y",
        "52\tAir\thttp://z\t");
    write("hetrec2011-lastfm-2k/tags.dat", "tagID\ttagValue", "1\tmetal");
    assertEquals("2 users, 2 items, 2 ratings", train("Last.fm 2K (HetRec)"));
    assertEquals(List.of("Duran", "Air"), titles());
  }

  @Test
  void amazon() throws IOException {
    write(
        "ratings_Books.csv",
        "AH2L9G3DQHHAJ,0000000116,4.0,1019865600",
        "A2IIIDRK3PRRZY,0000000116,1.0,1395619200");
    assertEquals("2 users, 1 items, 2 ratings", train("Amazon, 2014"));
    write(
        "Books.csv",
        "0001713353,A1C6M8LCIX4M6M,5.0,1123804800",
        "0001713353,A1REUF3A1YCPHM,5.0,1112140800");
    assertEquals("2 users, 1 items, 2 ratings", train("Amazon, 2018"));
    assertEquals("0001713353", model().catalogue().itemId(0));
    write(
        "Books.csv",
        "user_id,parent_asin,rating,timestamp",
        "AFKZENTNBQ7A7V7UXW5JJI6UGRYQ,B09BGPFTDB,1.0,1642399598485");
    assertEquals("1 users, 1 items, 1 ratings", train("Amazon, 2023"));
    assertEquals(1642399598, model().timeAt(0));
  }

  @Test
  void goodbooks() throws IOException {
    write("goodbooks-10k/ratings.csv", "user_id,book_id,rating", "1,258,5", "2,4081,4");
    write(
        "goodbooks-10k/books.csv",
        "book_id,goodreads_book_id,best_book_id,work_id,books_count,isbn,isbn13,authors,original_title,title",
        "258,1232,1232,3209783,279,143034901,9.78014303490e+12,Carlos,La sombra,The Shadow",
        "4081,231,231,8,2,\"\",,\"A, B\",,\"Long, Longer\"");
    write("goodbooks-10k/to_read.csv", "user_id,book_id", "9,8");
    assertEquals("2 users, 2 items, 2 ratings", train("goodbooks-10k"));
    assertEquals(List.of("The Shadow", "Long, Longer"), titles());
    assertEquals("1 users, 1 items, 1 ratings", train("goodbooks-10k, to-read lists"));
  }

  @Test
  void anime() throws IOException {
    write(
        "anime-recommendations/rating.csv",
        "user_id,anime_id,rating",
        "1,20,-1",
        "1,24,10",
        "2,24,7");
    write(
        "anime-recommendations/anime.csv",
        "anime_id,name,genre,type,episodes,rating,members",
        "20,\"Run, Run\",\"Action, Comedy\",TV,12,9.37,200630",
        "24,Café,Drama,Movie,1,9.2,10");
    assertEquals("2 users, 2 items, 2 ratings", train("anime (Kaggle, 2016)"));
    assertEquals("Run, Run (Action, Comedy)", model().catalogue().itemAt(0).toString());
    write("anime-2020/rating_complete.csv", "user_id,anime_id,rating", "0,430,9", "1,1004,5");
    write(
        "anime-2020/animelist.csv",
        "user_id,anime_id,rating,watching_status,watched_episodes",
        "0,67,9,1,1");
    write(
        "anime-2020/anime.csv", "MAL_ID,Name,Score,Genres", "430,Fullmetal,8.78,\"Action, Drama\"");
    assertEquals("2 users, 2 items, 2 ratings", train("anime (Kaggle, 2020)"));
    assertEquals(List.of("Fullmetal", "1004"), titles());
  }
}
