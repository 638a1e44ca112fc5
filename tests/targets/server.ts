/** A server that needs nothing but the Perl of a minimal Debian. */

/** Answers every request on `$PORT` with a small JSON text, one after the other. */
export const SERVER = `exec perl -MIO::Socket::INET -e '
  $| = 1;
  my $s = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => $ENV{PORT}, Listen => 5, ReuseAddr => 1) or die "no port: $!\\n";
  print "listening\\n";
  while (my $c = $s->accept) {
    my $first = <$c>;
    while (my $line = <$c>) { last if $line =~ /^\\r?$/ }
    print "asked: $first";
    my $status = $first =~ m{/gone} ? "404 Not Found" : "200 OK";
    print $c "HTTP/1.1 $status\\r\\nContent-Type: application/json\\r\\nConnection: close\\r\\n\\r\\n{\\"status\\": \\"ok\\", \\"pid\\": $$}";
    close $c;
  }
'`;

/** A param for its port. */
export const PORT = '  params: {port: {type: port, default: free}}';
