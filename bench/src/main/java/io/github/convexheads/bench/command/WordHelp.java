package io.github.convexheads.bench.command;

import io.github.convexheads.bench.text.Wrapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Help whose lines are broken between words alone. Picocli breaks them wherever Unicode allows, so
 * that a file name or an address is in two parts behind one of its dots.
 */
final class WordHelp extends Help {
  /** The column of descriptions, behind four for the names of an option. */
  private static final int DESCRIPTION = 4;

  WordHelp(CommandSpec spec, ColorScheme scheme) {
    super(spec, scheme);
  }

  @Override
  public Layout createDefaultLayout(
      List<OptionSpec> options, List<PositionalParamSpec> positionals, ColorScheme scheme) {
    return new WordLayout(super.createDefaultLayout(options, positionals, scheme));
  }

  private static final class WordLayout extends Layout {
    WordLayout(Layout base) {
      super(base.colorScheme(), base.textTable(), base.optionRenderer(), base.parameterRenderer());
    }

    @Override
    public void layout(ArgSpec argument, Text[][] cells) {
      Column column = table.columns()[DESCRIPTION];
      List<Text[]> rows = new ArrayList<>();
      for (Text[] row : cells) {
        Text[] next = row.clone();
        for (String line :
            Wrapping.lines(row[DESCRIPTION].toString(), column.width - column.indent)) {
          next[DESCRIPTION] = colorScheme.text(line);
          rows.add(next);
          next = row.clone();
          Arrays.fill(next, 0, DESCRIPTION, colorScheme.text(""));
        }
      }
      super.layout(argument, rows.toArray(Text[][]::new));
    }
  }
}
