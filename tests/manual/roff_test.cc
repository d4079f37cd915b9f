#include "manual/roff.h"

#include <gtest/gtest.h>

namespace redline::manual {
namespace {

TEST(RoffText, KeepsEachCharacterThatRoffWouldChange) {
  EXPECT_EQ(RoffText("--a 'b' \"c\" `d` ^ ~ \\n"),
            "\\-\\-a \\(aqb\\(aq \\(dqc\\(dq \\(gad\\(ga \\(ha \\(ti \\en");
}

TEST(RoffText, IsNoRequest) {
  EXPECT_EQ(RoffText(".so /etc/passwd"), "\\&.so /\\:etc/\\:passwd");
  EXPECT_EQ(RoffText("'so x"), "\\(aqso x");
  EXPECT_EQ(RoffText("3.5"), "3.5");
}

TEST(RoffText, ChangesItsFontAndGoesBack) {
  EXPECT_EQ(RoffBold("-x"), "\\fB\\-x\\fR");
  EXPECT_EQ(RoffItalic("FILE"), "\\fIFILE\\fR");
}

TEST(RoffSection, KeepsAQuoteInItsTitle) {
  EXPECT_EQ(RoffSection("A \"b\""), ".SH \"A \\(dqb\\(dq\"\n");
  EXPECT_EQ(RoffSubsection("Redis"), ".SS \"Redis\"\n");
}

TEST(RoffTagged, HasATermAndWhatIsSaidOfIt) {
  EXPECT_EQ(RoffTagged("a", "b"), ".TP\na\nb\n");
}

}  // namespace
}  // namespace redline::manual
