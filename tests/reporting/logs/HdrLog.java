import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.HdrHistogram.HistogramLogReader;

/** * Prints HdrHistogram's reading of a log, the first argument. For each histogram one line with its tag,
 * start and end in milliseconds, count, minimum and maximum; one with the value of each percentile
 * that the second argument names, separated by commas; one with each recorded value and its count;
 * and the length in bytes of its percentile distribution in milliseconds, which follows.
 */
public final class HdrLog {
  private static final int STEPS_PER_HALF_DISTANCE = 5;
  private static final double MICROSECONDS_PER_MILLISECOND = 1000.0;

  public static void main(String[] arguments) throws IOException {
    HistogramLogReader log = new HistogramLogReader(arguments[0]);
    String[] percentiles = arguments[1].split(",");
    for (EncodableHistogram read; (read = log.nextIntervalHistogram()) != null; ) {
      print((Histogram) read, percentiles);
    }
  }

  private static void print(Histogram histogram, String[] percentiles) throws IOException {
    System.out.println(
        histogram.getTag()
            + " " + histogram.getStartTimeStamp()
            + " " + histogram.getEndTimeStamp()
            + " " + histogram.getTotalCount()
            + " " + histogram.getMinValue()
            + " " + histogram.getMaxValue());
    for (String percentile : percentiles) {
      System.out.print(histogram.getValueAtPercentile(Double.parseDouble(percentile)) + " ");
    }
    System.out.println("values");
    for (HistogramIterationValue value : histogram.recordedValues()) {
      System.out.print(
          value.getValueIteratedTo() + " " + value.getCountAtValueIteratedTo() + " ");
    }
    ByteArrayOutputStream distribution = new ByteArrayOutputStream();
    histogram.outputPercentileDistribution(
        new PrintStream(distribution), STEPS_PER_HALF_DISTANCE, MICROSECONDS_PER_MILLISECOND);
    System.out.println("distribution " + distribution.size());
    System.out.write(distribution.toByteArray());
    System.out.flush();
  }
}
