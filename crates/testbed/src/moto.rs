//! A server of S3's kind: Moto, in an environment of Python's of its own.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};
use rustix::process::Signal;

use crate::child::{Child, Program, Started, output};
use crate::{port, programs};

/// What is installed, exactly.
const PACKAGE: &str = "moto[server]==5.2.5";
/// Where it is installed, below the folder of what is built: so it is installed once.
const FOLDER: &str = "../../target/moto-5.2.5";

/// A server of S3's kind of our own, which keeps everything in memory. Dropped, it goes.
pub struct Moto {
    child: Child,
    port: u16,
}

impl Moto {
    /// Starts a server, and waits until it takes connections. The first time it is installed, which takes a minute.
    pub fn start() -> anyhow::Result<Self> {
        let file = installed()?;
        let mut server = Self { child: Child::in_fresh_folder("moto", None, None, Signal::KILL)?, port: 0 };
        for _ in 0..port::STARTS {
            server.port = port::free()?;
            let arguments = vec!["-H".into(), "127.0.0.1".into(), "-p".into(), server.port.to_string().into()];
            let program = Program { name: "moto", file: file.clone(), arguments, user: None, serves: "Running on http" };
            if server.child.start(&program)? == Started::Serving {
                return Ok(server);
            }
        }
        bail!("Moto found every port taken:\n{}", server.child.last_lines())
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Asks it, without a signature, which it does not need: `PUT /bucket` makes a bucket, `GET /bucket?uploads` lists what is half done.
    /// Answers status, headers and body as they come.
    pub fn ask(&self, method: &str, path: &str) -> anyhow::Result<String> {
        #[expect(clippy::disallowed_methods, reason = "a server of our own on loopback")]
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).context("no connection")?;
        write!(stream, "{method} {path} HTTP/1.0\r\nHost: 127.0.0.1:{}\r\nContent-Length: 0\r\n\r\n", self.port)?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).context("no answer")?;
        Ok(answer)
    }

    /// Ends the server at once, as a failure would.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.child.stop(Signal::KILL)
    }
}

/// The program, which is installed if it is not yet. Of several that do so at once one does it, and the others wait.
fn installed() -> anyhow::Result<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
    let program = folder.join("bin/moto_server");
    std::fs::create_dir_all(&folder).with_context(|| format!("could not make {}", folder.display()))?;
    let lock = std::fs::File::create(folder.join("lock")).context("no lock")?;
    lock.lock().context("no lock")?;
    let done = folder.join("installed");
    if !done.exists() {
        let python = programs::need("python3")?;
        output(Command::new(&python).args(["-m", "venv"]).arg(&folder), "python3 -m venv")?;
        let pip = folder.join("bin/python");
        output(Command::new(&pip).args(["-m", "pip", "install", "--quiet", PACKAGE]), "pip install")?;
        std::fs::write(&done, PACKAGE).context("could not note that it is installed")?;
    }
    Ok(program)
}
