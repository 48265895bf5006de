package io.nextcart.infra.settings;

import java.util.List;
import java.util.stream.Stream;

/**
 * The name of the API, and what stands before it.
 *
 * @param name of a host, such as {@code reco.shop.example}; empty for the one that AWS assigns
 * @param certificate the ARN of its certificate in ACM, in the region of the API, or in us-east-1 with {@code edge}
 * @param edge whether CloudFront stands before the API
 * @param webAcl the ARN of an existing firewall for CloudFront; empty for none
 * @param servers IPv4 addresses of the shop's servers as CIDR blocks, which our firewall exempts from its rules
 */
public record DomainSettings(String name, String certificate, boolean edge, String webAcl, List<String> servers) {
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final String BLOCK = OCTET + "(\\." + OCTET + "){3}/([1-9]|[12][0-9]|3[0-2])";

    /** Where CloudFront's certificates and firewalls must be. */
    private static final String EDGE_REGION = "us-east-1";

    static DomainSettings read(SettingsReader reader, String region, boolean waf) {
        DomainSettings domain = new DomainSettings(
                reader.own("api.domain", "[a-z0-9-]+(\\.[a-z0-9-]+)+", "the name of a host such as reco.shop.example"),
                reader.text(
                        "api.certificate",
                        "arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[A-Za-z0-9-]+|",
                        "the ARN of a certificate of ACM, or nothing"),
                reader.flag("api.edge"),
                reader.text(
                        "api.webAcl",
                        "arn:aws[a-z-]*:wafv2:us-east-1:[0-9]{12}:global/webacl/[A-Za-z0-9_-]+/[a-f0-9-]+|",
                        "the ARN of a web ACL for CloudFront (arn:aws:wafv2:us-east-1:…:global/webacl/…), or nothing"),
                Stream.of(reader.text(
                                        "api.serverAddresses",
                                        BLOCK + "( *, *" + BLOCK + ")*|",
                                        "CIDR blocks such as 203.0.113.7/32 with commas between, or nothing")
                                .split(" *, *"))
                        .filter(block -> !block.isEmpty())
                        .toList());
        reader.require(
                waf || domain.servers.isEmpty(),
                "api.serverAddresses is " + domain.servers
                        + " without api.waf, expected nothing: nothing else limits an address");
        reader.require(
                domain.name.isEmpty() == domain.certificate.isEmpty(),
                "api.domain is '" + domain.name + "' and api.certificate '" + domain.certificate
                        + "', expected both or neither");
        reader.require(
                !domain.edge || !domain.name.isEmpty(),
                "api.edge is true without api.domain, expected a domain and a certificate of yours: CloudFront speaks to its own"
                        + " names in old versions of TLS, too");
        String place = domain.edge ? EDGE_REGION : region;
        reader.require(
                domain.certificate.isEmpty() || place.isEmpty() || domain.certificate.split(":")[3].equals(place),
                "api.certificate is '" + domain.certificate + "', expected one of " + place);
        reader.require(
                domain.webAcl.isEmpty() || domain.edge,
                "api.webAcl is '" + domain.webAcl + "' without api.edge, expected nothing: it is for CloudFront");
        reader.require(
                !waf || !domain.edge || (region.equals(EDGE_REGION) && domain.webAcl.isEmpty()),
                "api.waf is true with api.edge, expected region us-east-1 and no api.webAcl: there alone a firewall for CloudFront"
                        + " can be made. Elsewhere make one and name it by api.webAcl");
        return domain;
    }

    /** Whether the API itself has the name. */
    public boolean isRegional() {
        return !name.isEmpty() && !edge;
    }

    /** The address for servers, or for pages, with a slash at the end; {@code otherwise} if AWS assigns the name. */
    public String url(String path, String otherwise) {
        return name.isEmpty() ? otherwise : "https://" + name + "/" + path;
    }
}
