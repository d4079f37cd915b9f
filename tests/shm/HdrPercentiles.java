import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import org.HdrHistogram.Histogram;

/** * HdrHistogram's figures of values: reads files of big-endian longs, one histogram for each
 * file, adds them up, and prints the count, the minimum, the maximum, the mean and the value of
 * each percentile that the first argument names, separated by commas.
 */
public final class HdrPercentiles {
  private static final long LOWEST = 1;
  private static final long HIGHEST = 600_000_000L;
  private static final int DIGITS = 5;

  public static void main(String[] arguments) throws IOException {
    Histogram all = new Histogram(LOWEST, HIGHEST, DIGITS);
    for (int i = 1; i < arguments.length; ++i) {
      Histogram one = new Histogram(LOWEST, HIGHEST, DIGITS);
      try (DataInputStream values =
          new DataInputStream(new BufferedInputStream(new FileInputStream(arguments[i])))) {
        while (true) one.recordValue(values.readLong());
      } catch (EOFException end) {
        all.add(one);
      }
    }
    System.out.println(all.getTotalCount());
    System.out.println(all.getMinValue());
    System.out.println(all.getMaxValue());
    System.out.println(all.getMean());
    for (String percentile : arguments[0].split(",")) {
      System.out.println(all.getValueAtPercentile(Double.parseDouble(percentile)));
    }
  }
}
