# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists the keys that Traefik 3 accepts in the files of its file provider. Data.

A line is the name of a kind of object, and its keys. After a key: C(:i) a whole number, C(:b) a boolean, C(:d) a duration,
C(:*) anything, C(:Kind) an object, C(:Kind?) one that may be empty; nothing, a text. C([]) a list of texts, C([Kind]) a list of
objects; C({}) names and texts, C({i}) names and numbers, C({Kind}) names and objects, C({*}) names and anything. Then C(!) marks
a secret, C(@) a path whose query is a secret, and C(+) a key that Traefik 3.6 does not know (an unknown key stops the whole
directory). A key that begins with C(-) is known to Traefik's decoder, but is not for files.

Tests compare this with the published schema, where it is at hand, and with a real Traefik.
"""

from __future__ import annotations

from dataclasses import dataclass

TABLE = """
Configuration http:Http tcp:Tcp udp:Udp tls:Tls

Http routers{Router} services{Service} middlewares{Middleware} models{Model} serversTransports{ServersTransport}
Router entryPoints[] middlewares[] service rule parentRefs[] ruleSyntax priority:i tls:RouterTls? observability:Observability -defaultRule
    -deniedEncodedPathCharacters
RouterTls options certResolver domains[Domain] -resolvedOptions
Domain main sans[]
Observability accessLogs:b metrics:b tracing:b traceVerbosity -metadata
Model middlewares[] tls:RouterTls? observability:Observability -deniedEncodedPathCharacters -defaultRuleSyntax

Service middlewares[]+ loadBalancer:LoadBalancer highestRandomWeight:HighestRandomWeight weighted:Weighted mirroring:Mirroring failover:Failover
LoadBalancer sticky:Sticky? servers[Server] strategy healthCheck:ServerHealthCheck passiveHealthCheck:PassiveHealthCheck passHostHeader:b
    responseForwarding:ResponseForwarding serversTransport -nginxUpstreamHashBy
Server url weight:i preservePath:b -fenced -scheme -port
ServerHealthCheck scheme mode path@ method status:i port:i interval:d unhealthyInterval:d timeout:d hostname followRedirects:b headers{}!
PassiveHealthCheck failureWindow:d maxFailedAttempts:i
ResponseForwarding flushInterval:d
Sticky cookie:Cookie?
Cookie name secure:b httpOnly:b sameSite maxAge:i path domain -expires
Weighted services[WeightedService] sticky:Sticky healthCheck:Empty?
WeightedService name weight:i -headers -status -grpcStatus
HighestRandomWeight services[RandomService] healthCheck:Empty?
RandomService name weight:i
Mirroring service mirrorBody:b maxBodySize:i mirrors[Mirror] healthCheck:Empty?
Mirror name percent:i
Failover service fallback healthCheck:Empty? errors:FailoverErrors+
FailoverErrors maxRequestBodyBytes:i status[]
Empty

ServersTransport serverName insecureSkipVerify:b rootCAs[] certificates[Certificate] cipherSuites[]+ minVersion+ maxVersion+ maxIdleConnsPerHost:i
    forwardingTimeouts:ForwardingTimeouts disableHTTP2:b peerCertURI spiffe:Spiffe?
ForwardingTimeouts dialTimeout:d responseHeaderTimeout:d idleConnTimeout:d readIdleTimeout:d pingTimeout:d -readTimeout -writeTimeout
Certificate certFile keyFile!
Spiffe ids[] trustDomain

Middleware addPrefix:AddPrefix stripPrefix:StripPrefix stripPrefixRegex:StripPrefixRegex replacePath:ReplacePath replacePathRegex:ReplacePathRegex
    chain:Chain ipWhiteList:IpWhiteList ipAllowList:IpAllowList headers:Headers encodedCharacters:EncodedCharacters+ errors:Errors rateLimit:RateLimit
    redirectRegex:RedirectRegex redirectScheme:RedirectScheme basicAuth:BasicAuth digestAuth:DigestAuth forwardAuth:ForwardAuth inFlightReq:InFlightReq
    buffering:Buffering circuitBreaker:CircuitBreaker compress:Compress? passTLSClientCert:PassTlsClientCert retry:Retry contentType:ContentType?
    grpcWeb:GrpcWeb plugin{*}! -requestHeaderModifier -responseHeaderModifier -requestRedirect -URLRewrite -authTLSPassCertificateToUpstream -snippet
    -rewriteTarget -upstreamVHost -appRoot
AddPrefix prefix
StripPrefix prefixes[] forceSlash:b
StripPrefixRegex regex[]
ReplacePath path@
ReplacePathRegex regex replacement@
Chain middlewares[]
IpStrategy depth:i excludedIPs[] ipv6Subnet:i
IpWhiteList sourceRange[] ipStrategy:IpStrategy?
IpAllowList sourceRange[] ipStrategy:IpStrategy? rejectStatusCode:i
Headers customRequestHeaders{}! customResponseHeaders{}! accessControlAllowCredentials:b accessControlAllowHeaders[] accessControlAllowMethods[]
    accessControlAllowOriginList[] accessControlAllowOriginListRegex[] accessControlExposeHeaders[] accessControlMaxAge:i addVaryHeader:b allowedHosts[]
    hostsProxyHeaders[] sslProxyHeaders{}! stsSeconds:i stsIncludeSubdomains:b stsPreload:b forceSTSHeader:b frameDeny:b customFrameOptionsValue
    contentTypeNosniff:b browserXssFilter:b customBrowserXSSValue contentSecurityPolicy contentSecurityPolicyReportOnly publicKey referrerPolicy
    permissionsPolicy isDevelopment:b featurePolicy sslRedirect:b sslTemporaryRedirect:b sslHost sslForceHost:b
EncodedCharacters allowEncodedSlash:b allowEncodedBackSlash:b allowEncodedNullCharacter:b allowEncodedSemicolon:b allowEncodedPercent:b
    allowEncodedQuestionMark:b allowEncodedHash:b
Errors status[] statusRewrites{i} service query@ errorRequestHeaders[]+ -nginxHeaders
RateLimit average:i period:d burst:i sourceCriterion:SourceCriterion redis:Redis
SourceCriterion ipStrategy:IpStrategy requestHeaderName requestHost:b
Redis endpoints[] tls:ClientTls username! password! db:i poolSize:i minIdleConns:i maxActiveConns:i readTimeout:d writeTimeout:d dialTimeout:d
ClientTls ca cert key! insecureSkipVerify:b
RedirectRegex regex replacement@ permanent:b -statusCode
RedirectScheme scheme port permanent:b -forcePermanentRedirect
BasicAuth users[]! usersFile realm removeHeader:b headerField
DigestAuth users[]! usersFile realm removeHeader:b headerField
ForwardAuth address tls:ForwardTls trustForwardHeader:b authResponseHeaders[] authResponseHeadersRegex authRequestHeaders[] maxResponseBodySize:i+
    addAuthCookiesToResponse[] headerField forwardBody:b maxBodySize:i preserveLocationHeader:b preserveRequestMethod:b authSigninURL+
ForwardTls ca cert key! insecureSkipVerify:b caOptional:b
InFlightReq amount:i sourceCriterion:SourceCriterion
Buffering maxRequestBodyBytes:i memRequestBodyBytes:i maxResponseBodyBytes:i memResponseBodyBytes:i retryExpression -disableRequestBuffer
    -disableResponseBuffer
CircuitBreaker expression checkPeriod:d fallbackDuration:d recoveryDuration:d responseCode:i
Compress excludedContentTypes[] includedContentTypes[] minResponseBodyBytes:i encodings[] defaultEncoding
PassTlsClientCert pem:b info:CertInfo
CertInfo notAfter:b notBefore:b sans:b serialNumber:b subject:CertSubject issuer:CertIssuer
CertSubject country:b province:b locality:b organization:b organizationalUnit:b commonName:b serialNumber:b domainComponent:b
CertIssuer country:b province:b locality:b organization:b commonName:b serialNumber:b domainComponent:b
Retry attempts:i timeout:d+ initialInterval:d maxRequestBodyBytes:i+ status[]+ disableRetryOnNetworkError:b+ retryNonIdempotentMethod:b+
ContentType autoDetect:b
GrpcWeb allowOrigins[]

Tcp routers{TcpRouter} services{TcpService} middlewares{TcpMiddleware} serversTransports{TcpServersTransport} -models
TcpRouter entryPoints[] middlewares[] service rule ruleSyntax priority:i tls:TcpRouterTls?
TcpRouterTls passthrough:b options certResolver domains[Domain]
TcpService loadBalancer:TcpLoadBalancer weighted:TcpWeighted
TcpLoadBalancer servers[TcpServer] serversTransport proxyProtocol:ProxyProtocol? terminationDelay:i healthCheck:TcpHealthCheck?
TcpServer address tls:b -port
ProxyProtocol version:i
TcpHealthCheck port:i send! expect interval:d unhealthyInterval:d timeout:d
TcpWeighted services[RandomService] healthCheck:Empty?
TcpMiddleware inFlightConn:InFlightConn ipWhiteList:TcpIpList ipAllowList:TcpIpList
InFlightConn amount:i
TcpIpList sourceRange[]
TcpServersTransport dialKeepAlive:d dialTimeout:d proxyProtocol:ProxyProtocol? terminationDelay:d tls:TcpTls?
TcpTls serverName insecureSkipVerify:b rootCAs[] certificates[Certificate] peerCertURI spiffe:Spiffe?

Udp routers{UdpRouter} services{UdpService}
UdpRouter entryPoints[] service
UdpService loadBalancer:UdpLoadBalancer weighted:UdpWeighted
UdpLoadBalancer servers[UdpServer]
UdpServer address -port
UdpWeighted services[RandomService]

Tls certificates[CertificateStores] options{TlsOptions} stores{Store}
CertificateStores certFile keyFile! stores[]
TlsOptions minVersion maxVersion cipherSuites[] curvePreferences[] clientAuth:ClientAuth sniStrict:b alpnProtocols[] disableSessionTickets:b
    preferServerCipherSuites:b
ClientAuth caFiles[] clientAuthType
Store defaultCertificate:Certificate defaultGeneratedCert:GeneratedCert
GeneratedCert resolver domain:Domain
"""


@dataclass(frozen=True, eq=False, repr=False)
class Key:
    """One key of an object."""

    name: str                   # as documented
    shape: str                  # value, list or map
    kind: str                   # of its values: text, int, bool, duration, any, or the name of an object
    newer: bool                 # unknown to Traefik 3.6: the mark +
    has_query: bool             # a path whose query is a secret: @
    secret: bool                # !
    may_be_empty: bool          # ?
    hidden: bool                # not for files: -

    @property
    def is_object(self):
        return self.kind[0].isupper()


def parse_key(word):
    """Parse a word of TABLE -> Key."""
    bare = word.lstrip("-").rstrip("+@!?")
    marks = word[word.index(bare) + len(bare):]
    shape, kind = "value", ""
    for one, opening, closing in (("list", "[", "]"), ("map", "{", "}")):
        if bare.endswith(closing):
            shape = one
            bare, kind = bare[:-1].split(opening)
    if ":" in bare:
        bare, kind = bare.split(":")
    return Key(bare, shape, {"": "text", "i": "int", "b": "bool", "d": "duration", "*": "any"}.get(kind, kind), newer="+" in marks, has_query="@" in marks,
               secret="!" in marks, may_be_empty="?" in marks, hidden=word[0] == "-")


_KINDS = {}


def load_kinds():
    """Load {kind of object: {key in lower case: Key}}: Traefik's decoder ignores the case."""
    if not _KINDS:
        for line in TABLE.replace("\n    ", " ").splitlines():
            if line:
                name, *words = line.split()
                _KINDS[name] = {key.name.lower(): key for key in map(parse_key, words)}
    return _KINDS
