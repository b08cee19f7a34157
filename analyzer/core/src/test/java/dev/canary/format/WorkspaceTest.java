package dev.canary.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
  @TempDir private Path root = Path.of("");

  @Test
  void aWorkspaceIsTheNearestParentThatHoldsCanaries() {
    Folders.suite(root, Folders.SUITE, Folders.CASE);
    Path deep = root.resolve("canaries/credit-risk/images");

    assertThat(Workspace.around(deep)).contains(new Workspace(root));
    assertThat(Workspace.around(root)).contains(new Workspace(root));
  }

  @Test
  void aNamedFolderMustBeAWorkspace() {
    assertThat(Folders.problems(() -> Workspace.at(root)))
        .containsExactly(root + ": no workspace: it holds no folder canaries");
  }

  @Test
  void theSuitesAreTheFoldersWithASuiteFile() throws Exception {
    Folders.suite(root, Folders.SUITE, Folders.CASE);
    Folders.write(root.resolve("canaries/another/suite.yaml"), "");
    Folders.write(root.resolve("canaries/shared/model.bin"), "");
    Folders.write(root.resolve("canaries/canary.yaml"), "");
    Workspace workspace = Workspace.at(root);

    assertThat(workspace.suites()).containsExactly("another", "credit-risk");
    assertThat(workspace.baselines()).isEqualTo(root.resolve("baselines"));
    assertThat(workspace.state()).isEqualTo(root.resolve(".canary"));
    assertThat(workspace.suite("another")).isEqualTo(root.resolve("canaries/another"));
  }
}
